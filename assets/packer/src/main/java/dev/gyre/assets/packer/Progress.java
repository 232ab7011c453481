package dev.gyre.assets.packer;

/** Hears how far packing is. */
@FunctionalInterface
interface Progress {

    /** Hears nothing. */
    Progress NONE = (done, all) -> {};

    /** Contents that are written, and how many there are; called in order, from the thread that packs. */
    void at(int done, int all);
}
