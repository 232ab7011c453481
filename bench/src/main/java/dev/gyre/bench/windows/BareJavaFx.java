package dev.gyre.bench.windows;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.application.Platform;
import javafx.concurrent.Worker;
import javafx.scene.Scene;
import javafx.scene.web.WebEngine;
import javafx.scene.web.WebView;
import javafx.stage.Stage;
import netscape.javascript.JSObject;
import org.jspecify.annotations.Nullable;

/** Windows of JavaFX whose pages call a Java object, and are called back in a turn of JavaFX's thread each. */
final class BareJavaFx implements WindowArm {

    private final BareFiles files = BareFiles.serve();
    private final List<Page> pages = new CopyOnWriteArrayList<>();
    private final Desk desk;

    private BareJavaFx(Desk desk) {
        this.desk = desk;
    }

    static BareJavaFx start(Desk desk) {
        try {
            Platform.startup(() -> {});
        } catch (IllegalStateException runs) {
            Platform.runLater(() -> {});
        }
        return new BareJavaFx(desk);
    }

    @Override
    public void open() {
        Platform.runLater(() -> {
            WebView view = new WebView();
            Page page = new Page(view.getEngine(), desk);
            pages.add(page);
            Stage stage = new Stage();
            stage.setScene(new Scene(view, 800, 600));
            stage.show();
            page.load(files.url("/javafx.html"));
        });
    }

    @Override
    public void measure(Measure measure) {
        pages.get(0).measure(measure);
    }

    /** A page and its window's JavaScript object. */
    private static final class Page extends BareWindow {

        private final WebEngine engine;

        /** Held here, for WebKit does not. */
        private final JavaFxBridge bridge = new JavaFxBridge(this);

        /** On JavaFX's thread alone. */
        private @Nullable JSObject window;

        Page(WebEngine engine, Desk desk) {
            super(desk);
            this.engine = engine;
        }

        void load(String url) {
            engine.getLoadWorker().stateProperty().addListener((state, before, now) -> {
                if (now == Worker.State.SUCCEEDED) {
                    loaded();
                }
            });
            engine.load(url);
        }

        private void loaded() {
            window = (JSObject) engine.executeScript("window");
            window.setMember("java", bridge);
            engine.executeScript("window.javaIsHere && javaIsHere()");
        }

        private JSObject window() {
            return Objects.requireNonNull(window, "window");
        }

        void reply(int id, String json) {
            Platform.runLater(() -> window().call("answer", id, json));
        }

        @Override
        void send(String name, String payload) {
            String json = "{\"name\":\"" + name + "\",\"payload\":" + payload + "}";
            Platform.runLater(() -> {
                window().call("hearJson", json);
                taken(1);
            });
        }
    }

    /** What the page calls. It is public because WebKit calls it by reflection. */
    public static final class JavaFxBridge {

        private final Page page;

        JavaFxBridge(Page page) {
            this.page = page;
        }

        /**
         * Answers later, by a call of the page's function for it.
         *
         * @param id the page's number for it
         * @param request what it asks for, in JSON
         */
        public void call(int id, String request) {
            page.answer(request, json -> page.reply(id, json));
        }
    }
}
