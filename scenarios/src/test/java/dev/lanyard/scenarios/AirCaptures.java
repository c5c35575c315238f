package dev.lanyard.scenarios;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirDeclarations;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.stubs.aware.AwareModel;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.PcapWriter;
import dev.lanyard.wire.nan.ServiceId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The captures of a run on emulated Wi-Fi Aware devices, and what lint and tshark say of them. */
record AirCaptures(List<Path> files) {

    /** Addresses of emulated devices begin so, and those of the harness do as well, with another last octet. */
    private static final long EMULATED = 0x0200_5E00_5300L;
    private static final int ADDRESSES = 64;

    /** What devices break by being what they are: without pairing, without the usual suite. */
    private static final Map<AwareModel, Set<String>> BY_DESIGN = Map.of(
            AwareModel.PASSPHRASE, Set.of("NAN-DCEA-01", "NAN-DCEA-04", "NAN-NPBA-01", "NAN-CSIA-02"),
            AwareModel.OPEN, Set.of("NAN-SDEA-02"),
            AwareModel.STRONG, Set.of("NAN-CSIA-02"),
            AwareModel.USD, Set.of("NAN-SDEA-01", "NAN-SDEA-02", "NAN-DCEA-01", "NAN-DCEA-04", "NAN-NPBA-01"),
            // Declared here as with data paths, like all others.
            AwareModel.SEEKER, Set.of("NAN-SDEA-01"));

    static AirCaptures of(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            return new AirCaptures(files.filter(file -> file.endsWith("capture.pcapng")).sorted().toList());
        }
    }

    private static AwareModel model(Path file) {
        return Stream.of(AwareModel.values()).filter(model -> file.toString().contains("-" + model.rest() + "-"))
                .findFirst().orElseThrow();
    }

    /** What the profile of the device says of its service. */
    private static AirDeclarations declared(Path file) {
        ServiceId service = ServiceId.of(AwareModel.SERVICE);
        boolean pairs = !EnumSet.of(AwareModel.PASSPHRASE, AwareModel.OPEN, AwareModel.USD,
                AwareModel.SEEKER).contains(model(file));
        return new AirDeclarations(Map.of(service, AwareModel.SERVICE), Map.of(service, new AirDeclarations.Declared(
                pairs, true)), OptionalInt.empty());
    }

    private static boolean isEmulated(Device device) {
        return device.nmi().value() >= EMULATED && device.nmi().value() < EMULATED + ADDRESSES;
    }

    /** Binding rules that lint says an emulated device broke, by the folder of the evidence. */
    Map<String, List<String>> broken() throws IOException {
        List<Rule> rules = Catalogue.air().rules();
        Map<String, Rule> byId = rules.stream().collect(Collectors.toMap(Rule::id, rule -> rule));
        Map<String, List<String>> broken = new TreeMap<>();
        for (Path file : files) {
            CaptureLint lint = CaptureLint.of(file, rules, AirKeys.NONE, declared(file),
                    (frame, device) -> { });
            List<String> found = lint.air().devices().stream().filter(AirCaptures::isEmulated)
                    .flatMap(device -> device.breaches().stream()).filter(breach -> byId.get(breach.rule()).isBinding()
                            && !BY_DESIGN.getOrDefault(model(file), Set.of()).contains(breach.rule()))
                    .map(breach -> breach.rule() + " " + breach.reason()).toList();
            if (!found.isEmpty() || lint.damage().isPresent() || !lint.failures().isEmpty()) {
                broken.put(file.getParent().getParent().getFileName().toString(), Stream.concat(found.stream(),
                        Stream.concat(lint.damage().stream(), lint.failures().values().stream())).toList());
            }
        }
        return broken;
    }

    /**
     * What tshark finds malformed, or errors of other kinds than what its version does not know: attributes, and the
     * vendor element in PASN frames, which it takes for that of a beacon.
     */
    Optional<List<String>> complaintsOfTshark(Path folder) throws IOException, InterruptedException {
        Path all = folder.resolve("all.pcap");
        List<String> places = new ArrayList<>();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(all))) {
            PcapWriter writer = new PcapWriter(out, LinkType.IEEE802_11_RADIOTAP);
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    CaptureReader reader = CaptureReader.open(in);
                    for (Optional<CapturePacket> packet = reader.next(); packet.isPresent(); packet = reader.next()) {
                        if (reader.interfaceOf(packet.get()).linkType() == LinkType.IEEE802_11_RADIOTAP) {
                            writer.write(packet.get().epochNanos(), packet.get().data());
                            places.add(file.getParent().getParent().getFileName().toString());
                        }
                    }
                }
            }
        }
        Process process;
        try {
            process = new ProcessBuilder("tshark", "-n", "-r", all.toString(), "-Y",
                    "_ws.malformed || _ws.expert.severity >= \"Error\" && wlan.fc.type_subtype != 0x000b", "-T", "fields", "-E", "aggregator=|", "-e",
                    "frame.number", "-e", "_ws.expert.message").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException _) {
            return Optional.empty();
        }
        TreeSet<String> complaints = new TreeSet<>();
        for (String line : process.inputReader(StandardCharsets.UTF_8).lines().toList()) {
            String[] parts = line.split("\t", -1);
            Stream.of(parts[1].split("\\|")).filter(message -> !message.equals("Unknown attribute ID"))
                    .forEach(message -> complaints.add(places.get(Integer.parseInt(parts[0]) - 1) + ": " + message));
        }
        if (process.waitFor() != 0 || places.isEmpty()) {
            throw new IOException("tshark ended with " + process.exitValue() + " on " + places.size() + " frames");
        }
        return Optional.of(List.copyOf(complaints));
    }
}
