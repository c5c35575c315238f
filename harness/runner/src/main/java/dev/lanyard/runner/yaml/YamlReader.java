package dev.lanyard.runner.yaml;

import dev.lanyard.evidence.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document with the place of every node. Built on parse events and not on a loader, because a loader
 * has lost the places by the time a key turns out to be wrong, and because depth and size are bounded here before
 * anything is built: a file of at most 256 KiB, 40 levels, 20,000 nodes with aliases counted in full.
 */
public final class YamlReader {

    static final int MAX_OCTETS = 256 * 1024;
    static final int MAX_DEPTH = 40;
    static final int MAX_NODES = 20_000;

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private final SourceText source;
    private final Defects defects;
    private final Iterator<Event> events;
    private final Map<String, Yaml> anchors = new HashMap<>();
    private int nodes;

    private YamlReader(SourceText source, String text, Defects defects) {
        this.source = source;
        this.defects = defects;
        LoadSettings settings = LoadSettings.builder().setLabel(source.name()).setCodePointLimit(MAX_OCTETS).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** Reads {@code file}; empty after at least one defect was added. */
    public static Optional<Yaml> read(Path file, Defects defects) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                defects.add(Defect.general(file + ": not a file"));
                return Optional.empty();
            }
            long size = Files.size(file);
            if (size > MAX_OCTETS) {
                defects.add(Defect.general(file + ": " + size + " octets; at most " + MAX_OCTETS + " are read"));
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return read(file.toString(), text, defects);
        } catch (NoSuchFileException e) {
            defects.add(Defect.general(file + ": no such file"));
        } catch (CharacterCodingException e) {
            defects.add(Defect.general(file + ": not UTF-8 text"));
        } catch (IOException e) {
            defects.add(Defect.general(file + ": cannot be read: " + FileTrouble.reason(e)));
        }
        return Optional.empty();
    }

    /** Reads {@code text}, which errors call {@code name}; empty after at least one defect was added. */
    public static Optional<Yaml> read(String name, String text, Defects defects) {
        SourceText source = SourceText.of(name, text);
        try {
            return new YamlReader(source, text, defects).document();
        } catch (MarkedYamlEngineException e) {
            Position at = position(source, e.getProblemMark().or(e::getContextMark));
            defects.add(at, "not YAML: " + e.getProblem() + advice(at, e.getProblem()));
        } catch (YamlEngineException e) {
            defects.add(new Position(source, 1, 1), "not YAML: " + e.getMessage());
        } catch (Refused e) {
            defects.add(e.position, e.getMessage());
        }
        return Optional.empty();
    }

    private Optional<Yaml> document() throws Refused {
        int before = defects.size();
        Yaml root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentStart, DocumentEnd, Comment -> { }
                default -> {
                    if (root != null) {
                        throw new Refused(at(event), "a second document begins here; one file holds one");
                    }
                    root = node(event, 1);
                }
            }
        }
        if (root == null) {
            throw new Refused(new Position(source, 1, 1), "the file is empty");
        }
        return defects.size() == before ? Optional.of(root) : Optional.empty();
    }

    private Yaml node(Event event, int depth) throws Refused {
        Position at = at(event);
        if (depth > MAX_DEPTH) {
            throw new Refused(at, "more than " + MAX_DEPTH + " levels deep");
        }
        refuseTag(event, at);
        Yaml node = switch (event) {
            case AliasEvent alias -> {
                Yaml target = anchors.get(alias.getAlias().getValue());
                if (target == null) {
                    throw new Refused(at, "alias *" + alias.getAlias().getValue()
                            + " names no anchor that ended before it");
                }
                count(at, target.size());
                yield target;
            }
            case ScalarEvent scalar -> {
                count(at, 1);
                yield new Yaml.Scalar(at, scalar.getValue(), scalar.isPlain());
            }
            default -> {
                count(at, 1);
                yield event.getEventId() == Event.ID.SequenceStart ? sequence(at, depth) : mapping(at, depth);
            }
        };
        if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
            named.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), node));
        }
        return node;
    }

    /** Unquoted, {@code != ack} is the text "ack" with a tag: its opposite. */
    private void refuseTag(Event event, Position at) {
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent collection -> collection.getTag();
            default -> Optional.empty();
        };
        tag.filter(name -> !name.startsWith(STANDARD_TAG)).ifPresent(name -> defects.add(at, "\"" + name
                + "\" is read as a YAML tag, and tags have no meaning here; a comparison that begins with ! needs "
                + "quotes: \"!= 5\""));
    }

    private Yaml sequence(Position at, int depth) throws Refused {
        List<Yaml> items = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            items.add(node(event, depth + 1));
        }
        return new Yaml.Sequence(at, items);
    }

    private Yaml mapping(Position at, int depth) throws Refused {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            Position keyAt = at(event);
            if (!(node(event, depth + 1) instanceof Yaml.Scalar key)) {
                throw new Refused(keyAt, "a key must be text");
            }
            Yaml.Entry entry = new Yaml.Entry(keyAt, key.text(), node(next(), depth + 1));
            Yaml.Entry first = entries.putIfAbsent(key.text(), entry);
            if (first != null) {
                defects.add(keyAt, "\"" + key.text() + "\" is already given on line " + first.position().line());
            }
        }
        return new Yaml.Mapping(at, List.copyOf(entries.values()));
    }

    private Event next() {
        Event event = events.next();
        return event.getEventId() == Event.ID.Comment ? next() : event;
    }

    private void count(Position at, int more) throws Refused {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new Refused(at, "more than " + MAX_NODES + " values, aliases counted in full");
        }
    }

    private Position at(Event event) {
        return position(source, event.getStartMark());
    }

    private static Position position(SourceText source, Optional<Mark> mark) {
        return new Position(source, mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1));
    }

    /** The two traps of this dialect: {@code >} begins a folded text, and braces end a plain scalar inside braces. */
    private static String advice(Position at, String problem) {
        String line = at.line() <= at.source().lines().size() && at.line() > 0
                ? at.source().lines().get(at.line() - 1) : "";
        if (line.matches(".*:\\s*>.*") && (problem.contains("comment") || problem.contains("indentation"))) {
            return "; a comparison that begins with > needs quotes: \">= 5\"";
        }
        if (line.contains("${") && line.contains("{")) {
            return "; inside { } a variable needs quotes: \"${name}\"";
        }
        return "";
    }

    /** Stops reading at the first thing that cannot be read past. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;
        private final transient Position position;

        Refused(Position position, String message) {
            super(message, null, false, false);
            this.position = position;
        }
    }
}
