package dev.gyre.window;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Opens a link in the user's default browser with the command that the system has for it. */
final class BrowserLauncher {

    private static final System.Logger LOG = System.getLogger(BrowserLauncher.class.getName());

    private BrowserLauncher() {}

    /** Starts the command and does not wait. Where there is none the log says so, without the link: it holds a code. */
    static void launch(String link) {
        List<String> command = command(System.getProperty("os.name", ""), link);
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            LOG.log(System.Logger.Level.INFO, "no browser was opened: " + command.get(0) + " is not there");
        }
    }

    static List<String> command(String system, String link) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", link);
        }
        return name.contains("mac") ? List.of("open", link) : List.of("xdg-open", link);
    }
}
