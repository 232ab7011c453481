package dev.gyre.assets;

/** Whether content may be found to be something that a browser runs: the standard's sniff-scriptable flag. */
enum Scripts {
    /** HTML and XML are text, PDF is bytes: nobody said that they may act. */
    NEVER,
    /** HTML, XML and PDF are what they look like: the application vouches for every file. */
    ALLOWED
}
