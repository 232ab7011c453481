package dev.gyre.ipc;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.module.afterburner.AfterburnerModule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Afterburner for the beans it can serve, and plain Jackson for all others.
 *
 * <p>Its generated accessors live in the bean's package but in a class loader of their own, so that whatever is not
 * public breaks when it is used: an {@link IllegalAccessError} for package-private beans and constructors, a logged
 * stack trace for each property of a private record. The two modifiers it registers are therefore wrapped, and only
 * asked about beans that are public all the way.
 */
final class GuardedAfterburner extends AfterburnerModule {

    private static final long serialVersionUID = 1L;

    @Override
    public void setupModule(SetupContext context) {
        Object guarded = Proxy.newProxyInstance(
                GuardedAfterburner.class.getClassLoader(),
                new Class<?>[] {SetupContext.class},
                (proxy, method, args) -> {
                    guard(args);
                    return invoke(context, method, args);
                });
        super.setupModule((SetupContext) guarded);
    }

    private static void guard(Object @Nullable [] args) {
        if (args == null || args.length != 1) {
            return;
        }
        if (args[0] instanceof BeanSerializerModifier modifier) {
            args[0] = new PublicWriters(modifier);
        } else if (args[0] instanceof BeanDeserializerModifier modifier) {
            args[0] = new PublicReaders(modifier);
        }
    }

    private static @Nullable Object invoke(SetupContext context, Method method, Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(context, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Whether generated code of another class loader may name the class and its members. */
    static boolean isOpen(Class<?> bean) {
        for (Class<?> c = bean; c != null; c = c.getEnclosingClass()) {
            if (!Modifier.isPublic(c.getModifiers())) {
                return false;
            }
        }
        return !bean.getModule().isNamed() || bean.getModule().isExported(bean.getPackageName());
    }

    private static boolean isReadable(BeanDescription bean) {
        AnnotatedConstructor constructor = bean.findDefaultConstructor();
        int modifiers = constructor == null
                ? Modifier.PUBLIC
                : constructor.getAnnotated().getModifiers();
        // A private one is left alone by Afterburner; those in between are called without access.
        return isOpen(bean.getBeanClass())
                && (Modifier.isPublic(modifiers) || Modifier.isPrivate(modifiers))
                && bean.findProperties().stream().allMatch(GuardedAfterburner::isWrittenOpenly);
    }

    private static boolean isWrittenOpenly(BeanPropertyDefinition property) {
        AnnotatedMember mutator = property.getMutator();
        return mutator == null || (isOpen(mutator.getDeclaringClass()) && isOpen(property.getRawPrimaryType()));
    }

    private static final class PublicWriters extends BeanSerializerModifier {

        private static final long serialVersionUID = 1L;

        private final BeanSerializerModifier afterburner;

        PublicWriters(BeanSerializerModifier afterburner) {
            this.afterburner = afterburner;
        }

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
            boolean open = isOpen(bean.getBeanClass())
                    && properties.stream().allMatch(p -> isOpen(p.getMember().getDeclaringClass()));
            return open ? afterburner.changeProperties(config, bean, properties) : properties;
        }
    }

    private static final class PublicReaders extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        private final BeanDeserializerModifier afterburner;

        PublicReaders(BeanDeserializerModifier afterburner) {
            this.afterburner = afterburner;
        }

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
            return isReadable(bean) ? afterburner.updateBuilder(config, bean, builder) : builder;
        }
    }
}
