package dev.gyre.window.spi;

/**
 * A screen of the machine. Lengths and places are logical pixels.
 *
 * @param bounds all of it
 * @param work what is left by the system's own bars
 * @param scale how many of the screen's own pixels make a logical one, across
 * @param isPrimary whether it is the system's first one
 */
public record Screen(Area bounds, Area work, double scale, boolean isPrimary) {

    /**
     * A part of the desktop that all screens make together.
     *
     * @param x of its left edge
     * @param y of its upper edge
     * @param width how wide it is
     * @param height how high it is
     */
    public record Area(int x, int y, int width, int height) {}
}
