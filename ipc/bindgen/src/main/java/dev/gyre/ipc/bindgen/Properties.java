package dev.gyre.ipc.bindgen;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.ser.AnyGetterWriter;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a record or bean, asked of the very serializers and deserializers that the runtime would use. A
 * model that travels both ways has those of both.
 */
final class Properties {

    private static final SerializationConfig CONFIG = RuntimeJson.MAPPER.getSerializationConfig();

    private final Class<?> model;
    private final TypeUse self;
    private final TypeMapper types;

    Properties(Class<?> model, TypeMapper types) {
        this.model = model;
        this.self = TypeUse.declared(model);
        this.types = types;
    }

    /** In the order of a record's components, all others by name; absent if Jackson writes no object of properties. */
    Optional<List<Property>> find(Collection<Place> places) {
        Map<String, Property> toPage = null;
        Map<String, Property> toJava = null;
        for (Place place : places) {
            if (place.direction() == Direction.TO_PAGE) {
                toPage = written(place);
            } else {
                toJava = read(place);
            }
        }
        Map<String, Property> all = toPage == null || toJava == null ? toPage : both(toPage, toJava);
        return Optional.ofNullable(all == null ? toJava : all).map(this::inOrder);
    }

    /** What the model is written as in its place, where one of its members is annotated to be that. */
    Optional<Ts> value(Place place) {
        return Optional.ofNullable(CONFIG.introspect(RuntimeJson.MAPPER.constructType(model))
                        .findJsonValueAccessor())
                .map(accessor -> types.say(use(accessor), place.at(model.getSimpleName() + "'s value")));
    }

    /** Whether it has members beyond its properties. */
    boolean isOpen() {
        JavaType type = RuntimeJson.MAPPER.constructType(model);
        DeserializationConfig reading = RuntimeJson.MAPPER.getDeserializationConfig();
        return CONFIG.introspect(type).findAnyGetter() != null
                || reading.introspect(type).findAnySetterAccessor() != null;
    }

    private static Map<String, Property> both(Map<String, Property> toPage, Map<String, Property> toJava) {
        Map<String, Property> all = new TreeMap<>();
        toJava.forEach((name, property) -> all.put(name, property.onlyToJava()));
        toPage.forEach((name, property) -> {
            Property other = toJava.get(name);
            all.put(name, other == null ? property.onlyToPage() : property.with(other));
        });
        return all;
    }

    private List<Property> inOrder(Map<String, Property> properties) {
        List<String> components = model.isRecord()
                ? Arrays.stream(model.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList()
                : List.of();
        List<Property> ordered = new ArrayList<>(properties.values());
        ordered.sort(Comparator.comparingInt(property -> rank(components, property.member())));
        return ordered;
    }

    /** Accessors and fields are called like their component; a canonical constructor has no such name, and is last. */
    private static int rank(List<String> components, Member member) {
        int index = components.indexOf(member.getName());
        return index < 0 ? components.size() : index;
    }

    private @Nullable Map<String, Property> written(Place place) {
        try {
            JsonSerializer<?> serializer = RuntimeJson.serializer(model);
            if (!(serializer instanceof BeanSerializerBase)) {
                return null;
            }
            Map<String, Property> found = new TreeMap<>();
            serializer.properties().forEachRemaining(writer -> {
                if (writer instanceof BeanPropertyWriter property && !(writer instanceof AnyGetterWriter)) {
                    found.put(property.getName(), written(property, place));
                }
            });
            return found;
        } catch (JsonMappingException e) {
            throw cannot("written", place, e);
        }
    }

    private Property written(BeanPropertyWriter writer, Place place) {
        AnnotatedMember member = writer.getMember();
        Ts type = isOpaque(member, true) ? Ts.UNKNOWN : say(writer, place);
        JsonInclude.Include include =
                writer.findPropertyInclusion(CONFIG, model).getValueInclusion();
        boolean skipped = writer.willSuppressNulls()
                || (include != JsonInclude.Include.ALWAYS && include != JsonInclude.Include.USE_DEFAULTS);
        return new Property(
                writer.getName(),
                writer.willSuppressNulls() ? type.notNull() : type,
                member.getMember(),
                skipped,
                false);
    }

    private @Nullable Map<String, Property> read(Place place) {
        try {
            JsonDeserializer<?> deserializer = RuntimeJson.deserializer(model);
            if (deserializer instanceof AbstractDeserializer) {
                throw place.refusal(
                        "is " + model.getName() + ", which is abstract (expected: a record, a class or a sealed type)");
            }
            return deserializer instanceof BeanDeserializerBase bean ? read(bean, place) : null;
        } catch (JsonMappingException | IllegalArgumentException e) {
            throw cannot("read", place, e);
        }
    }

    private Map<String, Property> read(BeanDeserializerBase bean, Place place) {
        if (!bean.getValueInstantiator().canInstantiate()) {
            throw place.refusal("is " + model.getName()
                    + ", which Jackson cannot make (expected: a record, a constructor without parameters"
                    + " or a @JsonCreator)");
        }
        Map<String, Property> found = new TreeMap<>();
        bean.properties().forEachRemaining(property -> {
            if (!property.isIgnorable()) {
                found.put(property.getName(), read(property, place));
            }
        });
        return found;
    }

    private Property read(SettableBeanProperty property, Place place) {
        Ts type = isOpaque(property.getMember(), false) ? Ts.UNKNOWN : say(property, place);
        return new Property(property.getName(), type, declared(property.getMember()), type.nullable(), false);
    }

    /** A record's component in place of the parameter of its constructor. */
    private Member declared(AnnotatedMember member) {
        boolean canonical = member instanceof AnnotatedParameter
                && model.isRecord()
                && member.getMember() instanceof Constructor<?> constructor
                && constructor.getParameterCount() == model.getRecordComponents().length;
        return canonical
                ? model.getRecordComponents()[((AnnotatedParameter) member).getIndex()].getAccessor()
                : member.getMember();
    }

    private Ts say(BeanProperty property, Place place) {
        AnnotatedMember member = property.getMember();
        Place here = place.at(model.getSimpleName() + "." + property.getName());
        if (CONFIG.getAnnotationIntrospector().findUnwrappingNameTransformer(member) != null) {
            throw here.refusal("is unwrapped (expected: properties of its own)");
        }
        TypeUse use = use(member);
        JsonFormat.Shape shape = property.findPropertyFormat(CONFIG, use.raw()).getShape();
        if (shape == JsonFormat.Shape.STRING && Scalars.isNumber(use.raw())) {
            return Ts.of("string").orNull(use.nullable());
        }
        boolean counted = shape.isNumeric()
                && (use.raw().isEnum() || Scalars.exampleOfTime(use.raw()).isPresent());
        return counted ? Ts.of("number").orNull(use.nullable()) : types.say(use, here);
    }

    private TypeUse use(AnnotatedMember member) {
        Member reflected = member.getMember();
        TypeUse owner = self.as(reflected.getDeclaringClass()).orElse(self);
        TypeUse use = TypeUse.of(type(member), owner.scope());
        boolean nullable = reflected instanceof AnnotatedElement element
                && !(member instanceof AnnotatedParameter)
                && TypeUse.isNullable(element);
        return use.orNull(nullable || use.nullable());
    }

    private static AnnotatedType type(AnnotatedMember member) {
        Member reflected = member.getMember();
        if (reflected instanceof Field field) {
            return field.getAnnotatedType();
        }
        if (member instanceof AnnotatedParameter parameter) {
            return ((Executable) reflected).getAnnotatedParameterTypes()[parameter.getIndex()];
        }
        Method method = (Method) reflected;
        return method.getParameterCount() == 0
                ? method.getAnnotatedReturnType()
                : method.getAnnotatedParameterTypes()[method.getParameterCount() - 1];
    }

    /** Written or read by something of the application's, which alone knows the form. */
    private static boolean isOpaque(AnnotatedMember member, boolean written) {
        AnnotationIntrospector annotations = CONFIG.getAnnotationIntrospector();
        Object own = written ? annotations.findSerializer(member) : annotations.findDeserializer(member);
        return own != null || annotations.findPolymorphicTypeInfo(CONFIG, member) != null;
    }

    private BindgenException cannot(String what, Place place, Exception cause) {
        return place.refusal(
                "is " + model.getName() + ", which Jackson says cannot be " + what + ": " + cause.getMessage(), cause);
    }
}
