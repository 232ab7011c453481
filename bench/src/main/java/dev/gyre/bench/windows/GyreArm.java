package dev.gyre.bench.windows;

import static dev.gyre.ipc.Capabilities.calls;
import static dev.gyre.ipc.Capabilities.hears;

import dev.gyre.assets.AssetSource;
import dev.gyre.bench.page.Pump;
import dev.gyre.bench.stages.NonBlockingFixtureService;
import dev.gyre.event.EventType;
import dev.gyre.window.Application;
import dev.gyre.window.spi.Backend;

/** Gyre's windows. */
final class GyreArm implements WindowArm {

    static final String ASSETS = "dev/gyre/bench/windows/web";

    private static final EventType<Measure> TYPE = EventType.of(Measure.EVENT, Measure.class);

    private final Application application;

    private GyreArm(Application application) {
        this.application = application;
    }

    static GyreArm start(Backend backend, Desk desk) {
        Application application = Application.create(app -> app.backend(backend)
                .assets(AssetSource.classpath(ASSETS))
                .service(desk)
                .service(new Pump())
                .service(new NonBlockingFixtureService()));
        application.start();
        application.events().register(TYPE);
        return new GyreArm(application);
    }

    @Override
    public void open() {
        application.open(
                "window " + application.windows().size(),
                window -> window.page("/gyre.html")
                        .allow(calls("Desk.*"), calls("Pump.*"), calls("Service.*"), hears("bench.*")));
    }

    @Override
    public void measure(Measure measure) {
        application.events().publish(TYPE, measure);
    }
}
