package dev.gyre.demo;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import dev.gyre.window.ApplicationException;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Gyre Monitor as a program: reads the command line, runs the application, and tells the outcome by the exit code. */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final String PAGE = "dev/gyre/demo/web";
    private static final String CHARTS = "META-INF/resources/webjars/uplot/1.6.30/dist";

    private Main() {}

    /**
     * Runs the monitor until its windows are closed or the process is told to end.
     *
     * @param arguments as {@code --help} tells
     */
    public static void main(String... arguments) {
        int outcome = run(System.out, System.err, arguments);
        if (outcome != OK) {
            System.exit(outcome);
        }
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            CommandLine line = CommandLine.parse(arguments);
            if (line.help()) {
                out.print(CommandLine.USAGE);
                return OK;
            }
            return run(out, line);
        } catch (CommandLine.UsageException wrong) {
            err.println(wrong.getMessage());
            return USAGE;
        } catch (ApplicationException | IOException refused) {
            err.println(reason(refused));
            return FAILED;
        }
    }

    private static int run(PrintStream out, CommandLine line) throws IOException {
        OwnLog ownLog = line.tail() == null ? OwnLog.create() : null;
        Logs.install(ownLog);
        try {
            Application application = application(line, ownLog).start();
            if (!line.backend().hasWindows()) {
                application.window(MonitorWindows.MAIN).ifPresent(main -> out.println("Gyre demo: " + main.link()));
            }
            application.awaitClose();
            return OK;
        } finally {
            Logs.remove(ownLog);
        }
    }

    static Application application(CommandLine line, @Nullable OwnLog ownLog) {
        return Application.create(app -> {
            app.backend(line.backend().create(line.open()))
                    .server(server -> server.port(line.port()))
                    .assets(assets(line))
                    .service(new Monitor(line, ownLog))
                    .window(MonitorWindows.MAIN, window -> MonitorWindows.configure(window, MonitorWindows.MAIN));
            if (line.backend().hasWindows()) {
                app.window(MonitorWindows.LOG, MonitorWindows::configureLog);
            }
            if (line.assets() != null) {
                app.devMode();
            }
        });
    }

    private static AssetSource assets(CommandLine line) {
        return line.assets() != null
                ? AssetSource.directory(line.assets())
                : AssetSource.overlay(
                        AssetSource.classpath(PAGE),
                        AssetSource.classpath(CHARTS).at("/vendor/uplot"));
    }

    private static String reason(Throwable refused) {
        Throwable cause = refused.getCause();
        return cause == null ? String.valueOf(refused.getMessage()) : refused.getMessage() + ": " + reason(cause);
    }
}
