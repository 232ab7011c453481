package dev.gyre.ipc;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that an object has so far: compared one by one while they are few, which allocates nothing. */
final class NamesSeen {

    /** Comparing more of them would take longer than hashing. */
    private static final int FEW = 16;

    private final @Nullable String[] few = new String[FEW];
    private int count;
    private @Nullable Set<String> many;

    /** False if it was seen before. */
    boolean add(String name) {
        if (many != null) {
            return many.add(name);
        }
        for (int i = 0; i < count; i++) {
            if (name.equals(few[i])) {
                return false;
            }
        }
        if (count < FEW) {
            few[count++] = name;
        } else {
            many = new HashSet<>(Arrays.asList(few));
            many.add(name);
        }
        return true;
    }

    void clear() {
        count = 0;
        many = null;
    }
}
