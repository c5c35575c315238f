package dev.lanyard.runner.run;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.value.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Takes secrets out of everything that a run says of itself: the texts of its events, as they are, in hexadecimal and
 * in Base64. What went over the link is kept as it went: a secret that is sent in the clear stands in the capture.
 */
final class Masking {

    /** The longest first: one may be a part of another. */
    private static final Comparator<String> ORDER =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    private volatile List<String> hidden = List.of();

    private Masking() {}

    static Masking of(Collection<Secret> secrets) {
        Masking masking = new Masking();
        secrets.forEach(masking::add);
        return masking;
    }

    /** Hides {@code secret} too, from now on. */
    synchronized void add(Secret secret) {
        byte[] octets = secret.text().getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new TreeSet<>(ORDER);
        forms.addAll(hidden);
        forms.add(secret.text());
        forms.add(HexFormat.of().formatHex(octets));
        forms.add(HexFormat.of().withUpperCase().formatHex(octets));
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(octets));
        hidden = List.copyOf(forms);
    }

    /** {@code text} without secrets; null stays null. */
    String text(String text) {
        String masked = text;
        for (String secret : hidden) {
            if (masked != null && masked.contains(secret)) {
                masked = masked.replace(secret, Secret.MASK);
            }
        }
        return masked;
    }

    StepOutcome of(StepOutcome outcome) {
        return hidden.isEmpty() ? outcome
                : new StepOutcome(outcome.outcome(), text(outcome.message()), texts(outcome.values()));
    }

    RunEvent of(RunEvent event) {
        return hidden.isEmpty() ? event : (RunEvent) copy((Record) event);
    }

    Recorder over(Recorder recorder) {
        return new Masked(recorder);
    }

    private Event of(Event event) {
        return hidden.isEmpty() ? event : switch (event) {
            case Event.Transfer transfer -> transfer;
            case Event.Frame frame -> frame;
            case Event.AirFrame frame -> frame;
            default -> (Event) copy((Record) event);
        };
    }

    private Map<String, String> texts(Map<?, ?> texts) {
        Map<String, String> masked = new LinkedHashMap<>();
        texts.forEach((key, value) -> masked.put(text((String) key), text((String) value)));
        return masked;
    }

    /** Every text of {@code record}, and of its lists and maps of texts. */
    private Record copy(Record record) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                values[i] = masked(components[i].getAccessor().invoke(record));
            }
            Constructor<? extends Record> constructor = record.getClass().getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object masked(Object value) {
        return switch (value) {
            case String text -> text(text);
            case List<?> list when list.stream().allMatch(String.class::isInstance) ->
                    list.stream().map(text -> text((String) text)).toList();
            case Map<?, ?> map when map.values().stream().allMatch(String.class::isInstance) -> texts(map);
            case null, default -> value;
        };
    }

    /** Hides secrets from the timeline and from those who watch it. */
    private final class Masked implements Recorder {

        private final Recorder recorder;

        Masked(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public long nanos() {
            return recorder.nanos();
        }

        @Override
        public MonotonicClock clock() {
            return recorder.clock();
        }

        @Override
        public long record(long nanos, String source, Event event) {
            return recorder.record(nanos, text(source), of(event));
        }

        @Override
        public Subscription observe(Consumer<Recorded> observer) {
            return recorder.observe(observer);
        }
    }
}
