package dev.gyre.window.spi;

import java.util.List;

/** A window as its backend sees it. */
public interface BackendWindow {

    /**
     * The window's id.
     *
     * @return positive, unique in its application
     */
    long id();

    /**
     * The window's name.
     *
     * @return the name, unique among the open windows of its application
     */
    String name();

    /**
     * How it is wished to look and stand when it opens. A backend gives what it can.
     *
     * @return at most one trait of each kind; title and size always
     */
    List<WindowTrait> traits();

    /**
     * The path of its page.
     *
     * @return an absolute path, such as {@code /index.html}
     */
    String page();

    /**
     * A fresh code for one page of this window: good once and for 60 seconds.
     *
     * @return the code, as a page presents it in its hello
     */
    String code();

    /**
     * A link that opens its page once, within 60 seconds: origin, page, and a fresh code in the fragment, where no server,
     * log or Referer sees it.
     *
     * @return the link
     * @throws IllegalStateException if the backend has no assets, so that there is nothing to link to
     */
    String link();
}
