package dev.lanyard.cli.lint;

import dev.lanyard.cli.CommandFailed;
import dev.lanyard.cli.Printable;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.YamlReader;
import dev.lanyard.wire.nan.security.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file of keys that lint takes. No message shows what stands in it. */
public record LintKeys(
        @Doc("NAN identity keys, 16 octets") @Default("[]") List<dev.lanyard.runner.value.Secret> nik,
        @Doc("ND-PMKs of data paths, 32 octets") @Default("[]") List<dev.lanyard.runner.value.Secret> pmk,
        @Doc("NM-KEKs, 16 or 32 octets") @Default("[]") List<dev.lanyard.runner.value.Secret> nmKek,
        @Doc("NM-TKs and TKs of data paths, 16 or 32 octets") @Default("[]")
        List<dev.lanyard.runner.value.Secret> tk,
        @Doc("KCKs of PASN exchanges, 32 octets") @Default("[]") List<dev.lanyard.runner.value.Secret> pasnKck,
        @Doc("passphrases of data paths") @Default("[]") List<dev.lanyard.runner.value.Secret> passphrase) {

    private static final Set<Integer> AES = Set.of(16, 32);

    /** Reads {@code file}. */
    public static AirKeys load(Path file) {
        Defects defects = new Defects();
        Optional<LintKeys> read = YamlReader.read(file, defects)
                .flatMap(yaml -> new Binder(defects, Variables.none()).bind(yaml, LintKeys.class));
        if (!defects.isEmpty() || read.isEmpty()) {
            // The place alone: the excerpt of a defect would show a key.
            throw new CommandFailed(ExitCode.USAGE, Printable.line(String.join("; ", defects.list().stream()
                    .map(Defect::toString).toList())) + "; a file of keys has lists nik, pmk, nm-kek, tk, pasn-kck and "
                    + "passphrase");
        }
        LintKeys keys = read.get();
        return new AirKeys(hex(file, "nik", keys.nik, Set.of(16)), hex(file, "pmk", keys.pmk, Set.of(32)),
                hex(file, "nm-kek", keys.nmKek, AES), hex(file, "tk", keys.tk, AES),
                hex(file, "pasn-kck", keys.pasnKck, Set.of(32)), keys.passphrase.stream()
                        .map(phrase -> Secret.of(phrase.text().getBytes(StandardCharsets.UTF_8))).toList());
    }

    private static List<Secret> hex(Path file, String name, List<dev.lanyard.runner.value.Secret> texts,
                                    Set<Integer> lengths) {
        List<Secret> secrets = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            byte[] octets;
            try {
                octets = HexFormat.of().parseHex(texts.get(i).text().replaceAll("[\\s:-]", ""));
            } catch (IllegalArgumentException e) {
                octets = new byte[0];
            }
            if (!lengths.contains(octets.length)) {
                throw new CommandFailed(ExitCode.USAGE, Printable.line("%s: entry %d of %s is not %s octets in "
                        .formatted(file, i + 1, name, lengths.size() == 1 ? lengths.iterator().next() : "16 or 32")
                        + "hexadecimal digits"));
            }
            secrets.add(Secret.of(octets));
        }
        return secrets;
    }
}
