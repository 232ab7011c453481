package dev.gyre.window.jcef;

import static dev.gyre.ipc.Capabilities.calls;

import dev.gyre.assets.AssetSource;
import dev.gyre.window.Application;
import java.awt.BorderLayout;
import javax.swing.JFrame;
import javax.swing.JLabel;
import org.cef.CefApp;
import org.cef.CefClient;
import org.cef.browser.CefBrowser;

/** An application of Swing that has a CefBrowser among its other controls, and Gyre in it. On Swing's thread. */
final class InsideAnApplication implements AutoCloseable {

    final CefClient client = CefApp.getInstance().createClient();
    final CefBrowser browser = client.createBrowser("about:blank", false, false);
    final JFrame frame = new JFrame("Ours");
    final Application gyre =
            Application.create(app -> app.backend(JcefBackend.create().attach("editor", browser))
                    .assets(AssetSource.classpath("web"))
                    .service(new Probe())
                    .window("editor", window -> window.allow(calls("Probe.*"))));

    void start() {
        frame.add(new JLabel("Ours"), BorderLayout.NORTH);
        frame.add(browser.getUIComponent(), BorderLayout.CENTER);
        frame.setSize(640, 480);
        frame.setVisible(true);
        gyre.start();
    }

    @Override
    public void close() {
        gyre.close();
        client.dispose();
        frame.dispose();
    }
}
