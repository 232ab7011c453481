package dev.gyre.ipc.bindgen;

/**
 * Where a type is used, for the direction it travels in and for the message if it cannot.
 *
 * @param origin the binding or event that leads there
 * @param path what exactly is of the type: a parameter, the result, a property
 */
record Place(Direction direction, String origin, String path) {

    Place at(String otherPath) {
        return new Place(direction, origin, otherPath);
    }

    BindgenException refusal(String reason) {
        return new BindgenException(origin + ": " + path + " " + reason);
    }

    BindgenException refusal(String reason, Throwable cause) {
        return new BindgenException(origin + ": " + path + " " + reason, cause);
    }
}
