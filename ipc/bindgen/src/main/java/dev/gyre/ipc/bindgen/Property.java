package dev.gyre.ipc.bindgen;

import java.lang.reflect.Member;

/**
 * A property of a model.
 *
 * @param member where it is declared, for its Javadoc
 * @param optional whether it may be missing
 * @param fixed whether a page is told it and cannot say it
 */
record Property(String name, Ts type, Member member, boolean optional, boolean fixed) {

    /** The same property read and written, each as that direction has it. */
    Property with(Property toJava) {
        boolean nullable = type.nullable() || toJava.type.nullable();
        String said = type.text().equals(toJava.type.text()) ? type.text() : type.text() + " | " + toJava.type.text();
        return new Property(name, Ts.of(said).orNull(nullable), member, optional, false);
    }

    Property onlyToJava() {
        return new Property(name, type, member, true, false);
    }

    Property onlyToPage() {
        return new Property(name, type, member, true, true);
    }
}
