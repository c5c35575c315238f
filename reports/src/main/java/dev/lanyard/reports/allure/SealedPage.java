package dev.lanyard.reports.allure;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Allure's page with a content security policy (W3C CSP 3) that lets the browser run the page's own scripts, known by
 * their hashes, and nothing else, and fetch nothing from anywhere. The page of Allure itself loads a script of a
 * statistics service, and shows some text of test results as markup.
 */
final class SealedPage {

    private static final String HEAD = "<meta charset=\"utf-8\">";
    private static final String STATISTICS_HOST = "googletagmanager.com";
    private static final String STATISTICS_CALL = "gtag(";
    private static final String DATA = "<script src=\"data:text/javascript;base64,";
    private static final String END = "</script>";

    private final List<String> hashes = new ArrayList<>();

    private SealedPage() {}

    /** Writes the sealed form of {@code page}; {@code scratch} is a folder for what is needed meanwhile. */
    static void write(Path page, Path scratch, OutputStream out) throws IOException {
        SealedPage sealed = new SealedPage();
        Path body = scratch.resolve("sealed.html");
        sealed.sealScripts(page, body);
        String policy = "    <meta http-equiv=\"Content-Security-Policy\" content=\"" + sealed.policy() + "\">\n";
        boolean written = false;
        try (BufferedReader lines = Files.newBufferedReader(body)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                if (!written && line.strip().equals(HEAD)) {
                    out.write(policy.getBytes(StandardCharsets.UTF_8));
                    written = true;
                }
            }
        }
        if (!written || sealed.hashes.size() < 3) {
            throw new IOException("Allure's page is not of the form that this harness can keep from running foreign "
                    + "scripts: " + sealed.hashes.size() + " scripts, " + HEAD + (written ? "" : " missing"));
        }
    }

    /** Attachments and pictures are data inside the page; a preview may be a frame. */
    private String policy() {
        return "default-src 'none'; script-src " + hashes.stream().map(h -> "'sha256-" + h + "'")
                .collect(Collectors.joining(" ")) + "; style-src 'unsafe-inline' data:; img-src data: blob:; "
                + "font-src data:; media-src data: blob:; connect-src data: blob:; frame-src data: blob:; "
                + "form-action 'none'; base-uri 'none'";
    }

    private void sealScripts(Path page, Path target) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(page);
                BufferedWriter out = Files.newBufferedWriter(target)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.strip();
                if (text.startsWith(DATA)) {
                    out.write(inline(text));
                } else if (text.contains(STATISTICS_HOST)) {
                    continue;
                } else if (text.equals("<script>") || text.equals("<script async>") || text.equals("<script defer>")) {
                    out.write(script(lines));
                } else {
                    out.write(line);
                }
                out.write('\n');
            }
        }
    }

    /** A script that is data in an attribute, as text: hashes allow only those reliably. */
    private String inline(String element) {
        String base64 = element.substring(DATA.length(), element.indexOf('"', DATA.length()));
        String code = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)
                .replace("\r\n", "\n").replace('\r', '\n')
                // The same in strings and patterns of the script, but no end of it for the browser.
                .replaceAll("(?i)</(?=script)", "<\\\\/").replace("<!--", "<\\!--");
        hashes.add(hash(digest(code)));
        return "<script>" + code + END;
    }

    /** The rest of a script that stands in the page; nothing where it is the statistics service's. */
    private String script(BufferedReader lines) throws IOException {
        StringBuilder code = new StringBuilder("\n");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.strip().equals(END)) {
                if (code.indexOf(STATISTICS_CALL) >= 0 && code.indexOf("reportData") < 0) {
                    return "";
                }
                hashes.add(hash(digest(code.toString())));
                return "<script>" + code + END;
            }
            code.append(line).append('\n');
        }
        throw new IOException("Allure's page ends inside a script");
    }

    private static byte[] digest(String code) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String hash(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }
}
