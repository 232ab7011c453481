package dev.gyre.window;

import dev.gyre.ipc.CallException;
import dev.gyre.ipc.PageClient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code page.js} of the kit in Java: does what it is told, on a thread of its own, and emits what came of it. */
final class InMemoryKitPage {

    /** As many as a page may have; a page of a browser waits by itself. */
    private static final int IN_FLIGHT = 64;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "test-page"));
    private final PageClient page;
    private final String window;
    private final List<Object> news = new CopyOnWriteArrayList<>();

    // Written and read on the page's thread alone
    private int heard;
    private int last;
    private boolean ordered = true;

    private InMemoryKitPage(PageClient page, String window) {
        this.page = page;
        this.window = window;
    }

    static void load(Application application, Window window) {
        begin(InMemoryPage.open(application, window.name()), application, window);
    }

    private static void begin(PageClient client, Application application, Window window) {
        InMemoryKitPage loaded = new InMemoryKitPage(client, window.name());
        AtomicBoolean isShown = new AtomicBoolean(true);
        client.on("kit.tick", tick -> loaded.tick((Integer) member(tick.payload(), "number")));
        client.on("kit.do", told -> {
            String step = (String) member(told.payload(), "step");
            Object argument = member(told.payload(), "argument");
            if (step.equals("reload")) {
                loaded.thread.execute(() -> {
                    loaded.storm((Integer) argument);
                    isShown.set(false);
                    loaded.thread.shutdown();
                    begin(client.reload(), application, window);
                });
            } else {
                loaded.told(step, argument);
            }
        });
        application.events().on(WindowEvent.TYPE, event -> {
            if (event.id() == window.id() && event.change() == WindowEvent.Change.CLOSED && isShown.get()) {
                loaded.thread.shutdownNow();
                client.close();
            }
        });
        loaded.thread.execute(() -> {
            loaded.tell(Map.of("type", "Theme", "scheme", "LIGHT"));
            loaded.say("loaded", client.generation());
        });
    }

    private static @Nullable Object member(Object payload, String name) {
        return ((Map<?, ?>) payload).get(name);
    }

    private void tick(int number) {
        heard++;
        ordered &= number > last;
        last = number;
    }

    /** On the page's thread, which alone must not wait for answers. */
    private void told(String step, @Nullable Object argument) {
        Object ticks = Map.of("heard", heard, "last", last, "ordered", ordered, "missed", page.missed());
        if (step.equals("busy")) {
            spin((Integer) argument);
        }
        thread.execute(() -> {
            try {
                say(step, step.equals("ticks") ? ticks : result(step, argument));
            } catch (CallException failed) {
                say(step, failed.kind() + ": " + failed.getMessage());
            }
        });
    }

    private static void spin(int millis) {
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    private void say(String step, @Nullable Object result) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("step", step);
        said.put("result", result);
        page.emit("kit.said", said);
    }

    private @Nullable Object result(String step, @Nullable Object argument) {
        return switch (step) {
            case "call" -> call((List<?>) argument);
            case "bytes" -> bytes((Integer) argument);
            case "text" -> text((String) argument);
            case "many" -> many((Integer) argument);
            case "take" ->
                page.stream(Integer.class, (String) argument).collectList().block();
            case "give" -> page.call((String) argument, Flux.range(1, 3));
            case "emit" -> emit((String) argument);
            case "count" ->
                page.stream(Integer.class, "Answers.count", argument)
                        .reduce(Integer::sum)
                        .block();
            case "first" ->
                page.stream(Integer.class, "Answers.count", 1_000_000_000)
                        .take((Integer) argument)
                        .collectList()
                        .block();
            case "sum" -> page.call("Answers.sum", Flux.range(1, (Integer) argument));
            case "notes" -> notes((Integer) argument);
            case "become" -> become((Map<?, ?>) argument);
            case "titles" -> titles((Integer) argument);
            case "own" -> own((List<?>) argument);
            case "hear" -> page.on("gyre.window.changed", event -> heard(event.payload(), argument)) != null;
            case "listen" -> page.on((String) argument, event -> news.add(event.payload())) != null;
            case "heard" -> List.copyOf(news);
            case "hang" -> hang((String) argument);
            default -> true; // busy is over, and a fault of a page of Java would be one of the test
        };
    }

    /** What {@code page.js} of the runtime does. */
    private void tell(Map<String, Object> fact) {
        page.call("gyre.page.tell", List.of(fact));
    }

    private boolean become(Map<?, ?> like) {
        if (like.containsKey("title")) {
            tell(Map.of("type", "PageTitle", "text", like.get("title")));
        } else {
            tell(Map.of("type", "Location", "path", like.get("path")));
        }
        return true;
    }

    private boolean titles(int count) {
        for (int number = 1; number <= count; number++) {
            tell(Map.of("type", "PageTitle", "text", "title " + number));
        }
        return true;
    }

    private @Nullable Object call(List<?> nameAndArguments) {
        return page.call(
                (String) nameAndArguments.get(0),
                nameAndArguments.subList(1, nameAndArguments.size()).toArray());
    }

    /** What {@code window.js} does, as far as the kit asks for it. */
    private @Nullable Object own(List<?> operationAndArgument) {
        String operation = (String) operationAndArgument.get(0);
        return switch (operation) {
            case "state" -> {
                Map<String, Object> state = new HashMap<>();
                for (Object trait : (List<?>) page.call("gyre.window.state")) {
                    state.put(name(trait), value(trait));
                }
                yield state;
            }
            case "change" -> change(trait((Map<?, ?>) operationAndArgument.get(1)));
            case "minimise" -> change(Map.of("type", "Mode", "state", "MINIMISED"));
            case "maximise" -> change(Map.of("type", "Mode", "state", "MAXIMISED"));
            case "fullScreen" -> change(Map.of("type", "Mode", "state", "FULL_SCREEN"));
            case "restore" -> change(Map.of("type", "Mode", "state", "NORMAL"));
            case "focus" -> change(Map.of("type", "Focus", "held", true));
            default -> page.call("gyre.window." + operation);
        };
    }

    private @Nullable Object change(Map<String, Object> trait) {
        return page.call("gyre.window.change", List.of(trait));
    }

    private static String name(Object trait) {
        String type = (String) member(trait, "type");
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    private static Object value(Object trait) {
        Map<Object, Object> members = new LinkedHashMap<>((Map<?, ?>) trait);
        members.remove("type");
        return members.size() == 1 ? members.values().iterator().next() : members;
    }

    private static Map<String, Object> trait(Map<?, ?> wish) {
        if (wish.containsKey("theme")) {
            return Map.of("type", "Theme", "scheme", "DARK");
        }
        return wish.containsKey("title")
                ? Map.of("type", "Title", "text", wish.get("title"))
                : Map.of("type", "Zoom", "factor", wish.get("zoom"));
    }

    private void heard(Object change, Object what) {
        Object now = member(change, "now");
        if (window.equals(member(change, "window")) && name(now).equals(what)) {
            news.add(value(now));
        }
    }

    private boolean bytes(int size) {
        byte[] sent = new byte[size];
        for (int at = 0; at < size; at++) {
            sent[at] = (byte) (at * 31);
        }
        return Arrays.equals(page.call(byte[].class, "Answers.bytes", (Object) sent), sent);
    }

    private Map<String, @Nullable Object> text(String text) {
        return Map.of(
                "heard", text.chars().boxed().toList(),
                "called", page.call("Answers.echo", text),
                "streamed", page.stream(String.class, "Answers.echoes", text).blockLast(),
                "uploaded", page.call("Answers.joined", Flux.just(text)),
                "failed", complaint(text));
    }

    private String complaint(String text) {
        try {
            return "no complaint, but " + page.call("Answers.complain", text);
        } catch (CallException failed) {
            return failed.getMessage();
        }
    }

    private boolean many(int times) {
        return Flux.range(0, times)
                .map(String::valueOf)
                .flatMap(
                        text -> Mono.fromFuture(() -> page.callAsync("Answers.echo", text))
                                .map(text::equals),
                        IN_FLIGHT)
                .all(isRight -> isRight)
                .block();
    }

    private boolean emit(String type) {
        page.emit(type, Map.of("number", 1));
        return true;
    }

    /** Calls whose answers nobody waits for. */
    private void storm(int calls) {
        for (int number = 0; number < calls; number++) {
            CompletableFuture<?> unused = page.callAsync("Answers.echo", "");
        }
    }

    private List<Integer> notes(int count) {
        List<Integer> numbers = IntStream.rangeClosed(1, count).boxed().toList();
        numbers.forEach(number -> page.emit("kit.note", Map.of("number", number)));
        return numbers;
    }

    private @Nullable Object hang(String what) {
        return switch (what) {
            case "stream" -> page.stream(Integer.class, "Answers.stream").blockLast();
            case "upload" ->
                page.callAsync("Answers.upload", Flux.range(1, 1_000_000_000)).join();
            default -> page.callAsync("Answers.call").join();
        };
    }
}
