package dev.lanyard.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

    @Test
    void aPlainNameStaysAsItIs() {
        assertEquals("ncm.attach-to-echo", Slug.of("ncm.attach-to-echo"));
    }

    @Test
    void whatWasReplacedIsToldApartByAHash() {
        assertTrue(Slug.of("ncm.attach@emulated:ncm").matches("ncm\\.attach-emulated-ncm-[0-9a-f]{12}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../../etc/passwd", "/etc/passwd", "C:\\x", "a\u0000b", "con", "COM1",
            "nul.txt", "a/b", "a.", " a", "\uD800", "é", "-rf", "\n", "<script>", "....a", "…/…"})
    void aHostileNameNeverChoosesThePath(String hostile) {
        String slug = Slug.of(hostile);
        assertTrue(slug.matches("[a-z0-9][a-z0-9._-]*-[0-9a-f]{12}"), slug);
        assertTrue(!slug.contains("..") && !slug.matches("(con|com1|nul)([.].*)?"), slug);
        RunDirectory run = new RunDirectory(Path.of("/run"));
        assertEquals(run.evidence(), run.attempt(hostile, 1).path().getParent().getParent());
    }

    @Test
    void differentNamesGetDifferentSlugsWhateverTheCase() {
        String taken = Slug.of("a/b");
        List<String> names = List.of("a/b", "a-b", "A-b", "a b", taken, taken + " ", Slug.of(taken), "a\u0000b",
                "\uD800", "\uD801", "x".repeat(81), "x".repeat(82), "x".repeat(80));
        Set<String> slugs = new HashSet<>();
        names.forEach(name -> slugs.add(Slug.of(name)));
        assertEquals(names.size(), slugs.size());
    }

    @Test
    void aLongNameGivesAShortSlug() {
        assertEquals(Slug.MAX_LENGTH, Slug.of("x".repeat(65_536)).length());
    }

    @Test
    void aStoredPathMustStayInTheRun() throws IOException {
        RunDirectory run = new RunDirectory(Path.of("/run"));
        assertEquals(Path.of("/run/evidence/a/1"), run.resolve("evidence/a/1"));
        assertEquals("evidence/a/1", run.relative(run.attempt("a", 1).path()));
        for (String bad : List.of("../x", "/etc", "evidence/../../x", "a\u0000")) {
            assertThrows(IOException.class, () -> run.resolve(bad), bad);
        }
    }
}
