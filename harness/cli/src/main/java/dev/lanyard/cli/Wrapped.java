package dev.lanyard.cli;

/** Breaks text into lines. */
public final class Wrapped {

    /** How wide the terminal's output is at most, in columns. */
    static final int WIDTH = 100;

    private Wrapped() {}

    /** {@code text} in lines of at most {@link #WIDTH} columns: the first after {@code head}, the others as far in. */
    public static String after(String head, String text) {
        String indent = " ".repeat(head.length());
        StringBuilder lines = new StringBuilder(head);
        int column = head.length();
        for (String word : text.strip().split("\\s+")) {
            if (column > head.length()) {
                boolean fits = column + 1 + word.length() <= WIDTH;
                lines.append(fits ? " " : "\n" + indent);
                column = fits ? column + 1 : head.length();
            }
            // A word longer than a line is cut into lines.
            for (int room = WIDTH - column; word.length() > room; room = WIDTH - column) {
                lines.append(word, 0, room).append('\n').append(indent);
                word = word.substring(room);
                column = head.length();
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }
}
