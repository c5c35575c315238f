package dev.lanyard.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;

/** Lines that scroll by, and on a terminal a few lines below them that change. */
sealed interface Screen extends AutoCloseable {

    /** What a line is about; shown as a colour on a terminal, where {@code NO_COLOR} does not forbid it. */
    enum Colour {
        PLAIN, GOOD, BAD, WARNING, FAINT
    }

    void line(String text, Colour colour);

    /** The lines below are what {@code changing} gives, asked several times a second. */
    void show(Supplier<List<String>> changing);

    @Override
    void close();

    /** The terminal of this process where there is one that can move its cursor; else {@code out} alone. */
    static Screen of(PrintWriter out) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        if (!terminal || "dumb".equals(System.getenv("TERM"))) {
            return none(out);
        }
        try {
            return new Live(TerminalBuilder.builder().name("lanyard").system(true).dumb(false).nativeSignals(false)
                    .graphemeCluster(false)
                    .build());
        } catch (IOException | RuntimeException e) {
            return none(out);
        }
    }

    /** Lines alone. */
    static Screen none(PrintWriter out) {
        return new Lines(out);
    }

    /** A file, a pipe, a terminal that can do nothing. */
    record Lines(PrintWriter out) implements Screen {

        @Override
        public void line(String text, Colour colour) {
            out.println(text);
            out.flush();
        }

        @Override
        public void show(Supplier<List<String>> changing) {}

        @Override
        public void close() {}
    }

    /** A terminal. */
    final class Live implements Screen {

        private static final long PERIOD_MILLIS = 150;

        private final Terminal terminal;
        private final Display display;
        private final boolean coloured = System.getenv("NO_COLOR") == null;
        private Supplier<List<String>> changing = List::of;
        private volatile boolean closed;
        private Thread ticker;

        private Live(Terminal terminal) {
            this.terminal = terminal;
            this.display = new Display(terminal, false);
        }

        @Override
        public void line(String text, Colour colour) {
            List<AttributedString> below = below();
            synchronized (this) {
                if (closed) {
                    terminal.writer().println(text);
                    terminal.flush();
                    return;
                }
                resize();
                display.update(List.of(), 0);
                terminal.writer().println(new AttributedString(text, style(colour)).toAnsi(terminal));
                display.reset();
                display.update(below, -1);
                terminal.flush();
            }
        }

        @Override
        public void show(Supplier<List<String>> lines) {
            changing = lines;
            ticker = Thread.ofPlatform().daemon().name("lanyard-progress").start(this::tick);
        }

        private void tick() {
            try {
                while (!closed) {
                    List<AttributedString> below = below();
                    synchronized (this) {
                        if (!closed) {
                            resize();
                            display.update(below, -1);
                            terminal.flush();
                        }
                    }
                    Thread.sleep(PERIOD_MILLIS);
                }
            } catch (InterruptedException e) {
                // Closed.
            }
        }

        /** Asked for outside the lock: who answers may be waiting for it. */
        private List<AttributedString> below() {
            int width = Math.max(20, terminal.getSize().getColumns() - 1);
            int height = Math.max(1, terminal.getSize().getRows() - 2);
            List<String> lines = changing.get().stream().limit(height).toList();
            List<AttributedString> shown = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                AttributedStringBuilder line = new AttributedStringBuilder();
                line.append(new AttributedString(lines.get(i), style(Colour.FAINT)).columnSubSequence(0, width));
                // A line without its end would go on in the next one.
                shown.add((i + 1 < lines.size() ? line.append('\n') : line).toAttributedString());
            }
            return shown;
        }

        private void resize() {
            display.resize(Size.of(Math.max(20, terminal.getSize().getColumns()),
                    Math.max(2, terminal.getSize().getRows())));
        }

        private AttributedStyle style(Colour colour) {
            AttributedStyle plain = AttributedStyle.DEFAULT;
            if (!coloured) {
                return plain;
            }
            return switch (colour) {
                case PLAIN -> plain;
                case GOOD -> plain.foreground(AttributedStyle.GREEN);
                case BAD -> plain.foreground(AttributedStyle.RED);
                case WARNING -> plain.foreground(AttributedStyle.YELLOW);
                case FAINT -> plain.faint();
            };
        }

        /** Takes the changing lines away and gives the terminal back. */
        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                display.update(List.of(), 0);
                terminal.flush();
            }
            if (ticker != null) {
                ticker.interrupt();
            }
            try {
                terminal.close();
            } catch (IOException e) {
                // The process goes on without it.
            }
        }
    }
}
