package dev.gyre.bench.stages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.MpmcAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The other way to carry arguments: in objects that are used again. A carrier is its caller's from {@link #read} to
 * {@link Carrier#release}, and giving it back twice is refused, for then two calls would have one carrier.
 */
final class CarrierPool {

    private static final int KEPT = 1024;
    private static final int MOST_ARGUMENTS = 8;

    private final MpmcAtomicArrayQueue<Carrier> idle = new MpmcAtomicArrayQueue<>(KEPT);
    private final Map<String, ObjectReader[]> readers = new HashMap<>();
    private final ObjectMapper mapper;

    CarrierPool(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Knows a binding from now on. Not for use beside {@link #read}. */
    CarrierPool bind(String name, List<Class<?>> types) {
        readers.put(name, types.stream().map(mapper::readerFor).toArray(ObjectReader[]::new));
        return this;
    }

    /** Reads a call frame into a carrier. */
    Carrier read(byte[] frame) throws IOException {
        try (JsonParser parser = mapper.getFactory().createParser(frame)) {
            boolean opens = parser.nextToken() == JsonToken.START_ARRAY
                    && parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.nextLongValue(0) > 0;
            ObjectReader[] types = opens ? readers.get(parser.nextTextValue()) : null;
            if (types == null) {
                throw new IOException("frame: another (expected: a call of a binding that is there)");
            }
            Carrier carrier = acquire();
            for (ObjectReader type : types) {
                parser.nextToken();
                carrier.add(type.readValue(parser));
            }
            return carrier;
        }
    }

    private Carrier acquire() {
        Carrier kept = idle.poll();
        Carrier carrier = kept != null ? kept : new Carrier();
        carrier.taken.set(true);
        return carrier;
    }

    /** The arguments of one call. */
    final class Carrier {

        private final @Nullable Object[] arguments = new Object[MOST_ARGUMENTS];
        private final AtomicBoolean taken = new AtomicBoolean();
        private int count;

        private Carrier() {}

        private void add(@Nullable Object argument) {
            arguments[count++] = argument;
        }

        @Nullable
        Object argument(int position) {
            return arguments[position];
        }

        @Nullable
        Object[] copy() {
            return Arrays.copyOf(arguments, count);
        }

        /** Gives it back: whoever holds it must not look at it again. */
        void release() {
            if (!taken.compareAndSet(true, false)) {
                throw new IllegalStateException("carrier: given back twice (expected: once)");
            }
            Arrays.fill(arguments, 0, count, null);
            count = 0;
            idle.offer(this);
        }
    }
}
