package dev.lanyard.runner.yaml;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A file's text, kept so that errors can show the line that they are about; never one with secrets. {@code name} is as
 * the user wrote it.
 */
public record SourceText(String name, List<String> lines) {

    private static final int WIDTH = 140;
    private static final Pattern SECRETS = Pattern.compile("\\bsecrets\\b[\"']?\\s*:");

    public static SourceText of(String name, String text) {
        return new SourceText(name, text.lines().toList());
    }

    /** The line (from 1) with a caret under the column (from 1), cut to a readable width around it; may be empty. */
    String excerpt(int line, int column) {
        if (line < 1 || line > lines.size() || isSecret(line - 1)) {
            return "";
        }
        int[] points = lines.get(line - 1).codePoints().map(SourceText::printable).toArray();
        int from = points.length <= WIDTH ? 0 : Math.max(0, Math.min(column - 1 - WIDTH / 2, points.length - WIDTH));
        int to = Math.min(points.length, from + WIDTH);
        String shown = new String(points, from, to - from);
        return "    " + shown.stripTrailing() + System.lineSeparator()
                + "    " + " ".repeat(Math.max(0, column - 1 - from)) + "^";
    }

    /** Whether the line at {@code index} may hold secrets: it belongs to a key of that name. */
    private boolean isSecret(int index) {
        String text = lines.get(index);
        if (SECRETS.matcher(text).find()) {
            return true;
        }
        int depth = indentation(text);
        for (int i = index - 1; i >= 0; i--) {
            String above = lines.get(i);
            if (!above.isBlank() && indentation(above) < depth) {
                if (SECRETS.matcher(above).find()) {
                    return true;
                }
                depth = indentation(above);
            }
        }
        return false;
    }

    private static int indentation(String text) {
        return text.length() - text.stripLeading().length();
    }

    private static int printable(int point) {
        return Character.isISOControl(point) ? ' ' : point;
    }
}
