package dev.gyre.ipc.bindgen;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Jackson as the runtime sets it, as far as the looks of values go; what it merely refuses makes no difference here. */
final class RuntimeJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private RuntimeJson() {}

    static JsonSerializer<?> serializer(Class<?> type) throws JsonMappingException {
        return MAPPER.getSerializerProviderInstance().findValueSerializer(MAPPER.constructType(type), null);
    }

    static JsonDeserializer<?> deserializer(Class<?> type) throws JsonMappingException {
        DefaultDeserializationContext blueprint = (DefaultDeserializationContext) MAPPER.getDeserializationContext();
        DeserializationContext context = blueprint.createDummyInstance(MAPPER.getDeserializationConfig());
        return context.findContextualValueDeserializer(MAPPER.constructType(type), null);
    }
}
