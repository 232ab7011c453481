package dev.gyre.ipc.bindgen.example;

import dev.gyre.event.EventType;
import dev.gyre.ipc.Binding;
import dev.gyre.ipc.bindgen.example.shop.Item;
import java.util.List;

/** Two models of one name. */
public final class Stock {

    static final EventType<Item> SOLD = EventType.of("stock.sold", Item.class);

    @SuppressWarnings({"unchecked", "rawtypes"})
    static final EventType<List<Item>> ALL = (EventType) EventType.of("stock.all", List.class);

    @Binding
    Item sell(dev.gyre.ipc.bindgen.example.warehouse.Item item) {
        return new Item(item.name(), 1);
    }
}
