package dev.gyre.ipc.bindgen;

import dev.gyre.event.EventType;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The event types that some classes hold as constants, by name. Reading them initialises those classes. */
final class EventConstants {

    /** An event type and the constant that holds it. */
    record Constant(String name, TypeUse payload, Field field) {

        Place place() {
            return new Place(Direction.TO_PAGE, "event " + name + ": " + shape(), "the payload");
        }

        String shape() {
            return field.getDeclaringClass().getSimpleName() + "." + field.getName();
        }
    }

    private final Map<String, Constant> constants = new TreeMap<>();

    /**
     * Adds the constants of a class.
     *
     * @throws BindgenException if it has none, they cannot be read, or two of one name carry different payloads
     */
    void add(Class<?> holder) {
        List<Field> fields = Arrays.stream(holder.getDeclaredFields())
                .filter(field -> field.getType() == EventType.class && isConstant(field))
                .sorted(Comparator.comparing(Field::getName))
                .toList();
        if (fields.isEmpty()) {
            throw new BindgenException("events: " + holder.getName()
                    + " (expected: a class with at least one static final EventType constant)");
        }
        fields.forEach(this::add);
    }

    Collection<Constant> constants() {
        return constants.values();
    }

    private static boolean isConstant(Field field) {
        return Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
    }

    private void add(Field field) {
        EventType<?> type = value(field);
        Constant constant = new Constant(type.name(), payload(field, type), field);
        Constant other = constants.putIfAbsent(type.name(), constant);
        if (other != null && !other.payload().equals(constant.payload())) {
            throw new BindgenException("event " + type.name() + ": " + constant.shape() + " carries a "
                    + constant.payload().raw().getName() + ", " + other.shape() + " a "
                    + other.payload().raw().getName() + " (expected: one type of payload)");
        }
    }

    /** The constant's declared type where it says more than the class it holds. */
    private static TypeUse payload(Field field, EventType<?> type) {
        TypeUse declared = TypeUse.of(field.getAnnotatedType(), Map.of()).argument(EventType.class, 0);
        return declared.raw() == type.payload() ? declared : TypeUse.plain(type.payload());
    }

    private static EventType<?> value(Field field) {
        String holder = field.getDeclaringClass().getName();
        try {
            field.setAccessible(true);
            if (field.get(null) instanceof EventType<?> type) {
                return type;
            }
            throw new BindgenException(
                    "events: " + holder + "." + field.getName() + " is null (expected: an EventType)");
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new BindgenException("events: " + holder + " cannot be reached (expected: an open package)", e);
        } catch (LinkageError e) {
            throw Classes.unusable("events", holder, e);
        }
    }
}
