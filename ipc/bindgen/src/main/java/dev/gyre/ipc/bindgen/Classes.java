package dev.gyre.ipc.bindgen;

/** Finds classes by the names that users write. */
final class Classes {

    private final ClassLoader loader;

    Classes(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * The class of that name; nested ones may be written with dots as in source code.
     *
     * @param option the option that named it
     * @throws BindgenException if there is none, or it cannot be linked
     */
    Class<?> find(String option, String name) {
        String candidate = name;
        while (true) {
            try {
                return Class.forName(candidate, false, loader);
            } catch (ClassNotFoundException e) {
                int dot = candidate.lastIndexOf('.');
                if (dot < 0) {
                    throw new BindgenException(option + ": " + name + " (expected: a class on the class path)", e);
                }
                candidate = candidate.substring(0, dot) + "$" + candidate.substring(dot + 1);
            } catch (LinkageError e) {
                throw unusable(option, name, e);
            }
        }
    }

    static BindgenException unusable(String option, String name, LinkageError cause) {
        Throwable reason = cause.getCause() == null ? cause : cause.getCause();
        return new BindgenException(
                option + ": " + name + " cannot be used: " + reason + " (expected: what it needs on the class path)",
                cause);
    }
}
