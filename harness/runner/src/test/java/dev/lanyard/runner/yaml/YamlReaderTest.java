package dev.lanyard.runner.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {

    private final Defects defects = new Defects();

    private String only() {
        assertEquals(1, defects.size(), () -> defects.list().toString());
        return defects.list().getFirst().toString();
    }

    @Test
    void everyValueKnowsItsPlace() {
        Yaml.Mapping root = (Yaml.Mapping) YamlReader.read("f", "a: 1\nb:\n  - x\n  - {c: 'y'}\n", defects)
                .orElseThrow();
        Yaml.Entry b = root.entry("b").orElseThrow();
        assertEquals("f:2:1", b.position().toString());
        Yaml.Sequence list = (Yaml.Sequence) b.value();
        assertEquals("f:3:5", list.items().get(0).position().toString());
        Yaml.Entry c = ((Yaml.Mapping) list.items().get(1)).entry("c").orElseThrow();
        assertEquals("f:4:6", c.position().toString());
        assertEquals("f:4:9", c.value().position().toString());
    }

    @Test
    void aKeyGivenTwiceIsRefused() {
        assertEquals(Optional.empty(), YamlReader.read("f", "a: 1\nb: 2\na: 3\n", defects));
        assertEquals("f:3:1: \"a\" is already given on line 1", only());
    }

    @Test
    void whatIsNotYamlIsAPositionedError() {
        assertEquals(Optional.empty(), YamlReader.read("f", "a: [1, 2\nb: 3\n", defects));
        assertTrue(only().startsWith("f:2:2: not YAML: "), this::only);
    }

    @Test
    void aComparisonWithoutQuotesIsExplained() {
        assertEquals(Optional.empty(), YamlReader.read("f", "expect:\n  count: >= 5\n", defects));
        assertTrue(only().contains("needs quotes: \">= 5\""), this::only);
    }

    /** It would be read as its opposite. */
    @Test
    void anInequalityWithoutQuotesIsNoTag() {
        assertEquals(Optional.empty(), YamlReader.read("f", "expect: {answer: != ack}\n", defects));
        assertTrue(only().startsWith("f:1:18: ") && only().contains("needs quotes"), this::only);
    }

    @Test
    void aVariableInsideBracesIsExplained() {
        assertEquals(Optional.empty(), YamlReader.read("f", "udp.echo: {to: ${peer}:${port}}\n", defects));
        assertTrue(only().contains("needs quotes: \"${name}\""), this::only);
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackIsGone() {
        assertEquals(Optional.empty(), YamlReader.read("f", "[".repeat(100_000), defects));
        assertTrue(only().contains("more than 40 levels deep"), this::only);
    }

    @Test
    void aliasesThatMultiplyAreCountedInFull() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1)));
        }
        assertEquals(Optional.empty(), YamlReader.read("f", bomb.toString(), defects));
        assertTrue(only().contains("aliases counted in full"), this::only);
    }

    @Test
    void anAliasOfWhatItStandsInIsRefused() {
        assertEquals(Optional.empty(), YamlReader.read("f", "a: &a [1, *a]\n", defects));
        assertTrue(only().startsWith("f:1:11: alias *a names no anchor that ended before it"), this::only);
    }

    @Test
    void aliasesStandForTheirAnchor() {
        Yaml.Mapping root = (Yaml.Mapping) YamlReader.read("f", "a: &a [1]\nb: *a\n", defects).orElseThrow();
        assertEquals(root.entry("a").orElseThrow().value(), root.entry("b").orElseThrow().value());
    }

    @Test
    void aFileThatIsTooLargeMissingEmptyOrBinaryIsADefect(@TempDir Path folder) throws IOException {
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(YamlReader.MAX_OCTETS + 1));
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        Path control = Files.write(folder.resolve("control"), new byte[] {'a', ':', ' ', 1});
        Path empty = Files.writeString(folder.resolve("empty"), "# nothing\n");
        for (Path file : new Path[] {large, binary, control, empty, folder.resolve("missing"), folder}) {
            Defects one = new Defects();
            assertEquals(Optional.empty(), YamlReader.read(file, one));
            assertEquals(1, one.size(), () -> file + ": " + one.list());
            assertTrue(one.list().getFirst().toString().startsWith(file.toString()), () -> one.list().toString());
        }
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertEquals(Optional.empty(), YamlReader.read("f", "a: 1\n---\nb: 2\n", defects));
        assertTrue(only().startsWith("f:3:1: a second document"), this::only);
    }

    @Test
    void aDefectShowsTheLineWithACaret() {
        YamlReader.read("f", "a: 1\na: 2\n", defects);
        assertEquals("f:2:1: \"a\" is already given on line 1\n    a: 2\n    ^",
                defects.list().getFirst().render().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aLongLineIsCutAroundTheCaretAndControlCharactersAreNotShown() {
        SourceText source = SourceText.of("f", "x".repeat(500) + "\u001b!" + "y".repeat(500));
        String[] shown = new Position(source, 1, 501).excerpt().split("\\R");
        assertEquals(144, shown[0].length());
        assertEquals('!', shown[0].charAt(shown[1].indexOf('^') + 1));
        assertEquals(-1, shown[0].indexOf('\u001b'));
    }
}
