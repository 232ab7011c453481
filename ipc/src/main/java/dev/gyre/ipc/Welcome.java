package dev.gyre.ipc;

/** The answer to a hello. */
final class Welcome {

    private Welcome() {}

    /**
     * Encodes it.
     *
     * @param next the code for a reload; empty on a resume, where the code given before still holds
     */
    static EncodedFrame of(IpcRuntime runtime, LiveSession session, long generation, String next) {
        IpcLimits limits = runtime.limits();
        return session.encoder().certain(json -> {
            json.writeNumber(Frame.WELCOME);
            json.writeStartObject();
            json.writeNumberField("version", Frame.VERSION);
            json.writeNumberField("session", session.id());
            json.writeNumberField("generation", generation);
            json.writeStringField("window", session.window());
            json.writeStringField("token", session.token().reveal());
            if (!next.isEmpty()) {
                json.writeStringField("next", next);
            }
            json.writeNumberField("received", session.received());
            json.writeObjectFieldStart("limits");
            json.writeNumberField("calls", limits.callsInFlight());
            json.writeNumberField("streams", limits.streams());
            json.writeNumberField("message", limits.messageBytes());
            json.writeNumberField("subscriptions", limits.subscriptions());
            json.writeNumberField("queue", limits.queueItems());
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
