package dev.gyre.ipc.bindgen.example;

import dev.gyre.ipc.Binding;
import java.util.List;

/** Inherited bindings. */
abstract class Crud<T> {

    @Binding
    List<T> list() {
        return List.of();
    }

    @Binding
    int closed(String name) {
        return 1;
    }
}
