package dev.gyre.demo;

/**
 * What the monitor runs on, and what it looks at.
 *
 * @param window the window that asks
 * @param backend what shows it: browser, javafx or jcef
 * @param pid the process
 * @param java the version of the Java machine
 * @param vm its name
 * @param os the operating system
 * @param processors how many the Java machine may use
 * @param rate samples a second
 * @param log the followed file
 * @param ownLog whether that is the demo's own
 * @param watched the watched directory
 * @param directories how many directories of its tree are watched
 * @param limited whether some had to be left out
 */
public record Info(
        String window,
        String backend,
        long pid,
        String java,
        String vm,
        String os,
        int processors,
        int rate,
        String log,
        boolean ownLog,
        String watched,
        int directories,
        boolean limited) {}
