package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A virtual air in a process of its own, and who comes to it: our stack, tshark, and a station of foreign making. */
@Timeout(300)
class AirCommandTest {

    private static final Path HOME = Path.of(System.getProperty("lanyard.home"));
    private static final Pattern OPEN = Pattern.compile("The air is open at 127\\.0\\.0\\.1:(\\d+)");

    @TempDir
    private Path root;

    /** An air as another process has it. */
    private record Air(Process process, int port) implements AutoCloseable {

        static Air open(String... devices) throws IOException {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                    .toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                    "-Dlanyard.home=" + HOME, "-cp", System.getProperty("java.class.path"), Main.class.getName(), "air",
                    "--port", "0"));
            command.addAll(List.of(devices));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
            StringBuilder said = new StringBuilder();
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                said.append(line).append('\n');
                Matcher open = OPEN.matcher(line);
                if (open.find()) {
                    Thread.ofVirtual().start(() -> readOn(printed));
                    return new Air(process, Integer.parseInt(open.group(1)));
                }
            }
            throw new IOException("the air did not open: " + said);
        }

        /** What nobody reads would hold the process up. */
        private static void readOn(BufferedReader printed) {
            try {
                printed.transferTo(Writer.nullWriter());
            } catch (IOException _) {
                // It was told to end; an exception on standard error would be taken for the command's.
                return;
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private CommandLineRun run(Air air, String profile, String steps) throws IOException {
        Path scenario = root.resolve("over-a-socket.scenario.yaml");
        Files.writeString(scenario, "scenario: over-a-socket\nneeds: {transport: wifi-aware}\nsteps:\n" + steps);
        return run(air, profile, scenario);
    }

    private CommandLineRun run(Air air, String profile, Path scenario) {
        return CommandLineRun.of("run", scenario.toString(), "-a", "air:127.0.0.1:" + air.port(), "--profile",
                HOME.resolve("device-profiles/" + profile).toString(), "-o", root.resolve("run").toString(), "-v");
    }

    private static boolean isThere(String program) {
        try {
            return new ProcessBuilder(program, "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor(30, TimeUnit.SECONDS);
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void twoProcessesDiscoverPairOpenADataPathAndEcho() throws Exception {
        try (Air air = Air.open("emulated:aware-pin")) {
            CommandLineRun run = run(air, "emulated-aware-pin.yaml",
                    HOME.resolve("scenarios/aware/over-the-air.scenario.yaml"));
            assertEquals(0, run.exitCode(), run::toString);
            assertTrue(run.output().contains("udp.echo passed"), run::output);
        }
    }

    @Test
    void wiresharkReadsTheAir() throws Exception {
        assumeTrue(isThere("tshark"), "tshark is not installed");
        try (Air air = Air.open("emulated:aware-pin", "emulated:aware-subscriber")) {
            Process tshark = new ProcessBuilder("tshark", "-i", "TCP@127.0.0.1:" + air.port(), "-c", "30", "-T", "fields",
                    "-e", "radiotap.channel.freq", "-e", "wlan.fc.type_subtype", "-e", "_ws.malformed")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                List<String> lines = tshark.inputReader(StandardCharsets.UTF_8).lines().toList();
                assertEquals(30, lines.size(), lines::toString);
                assertTrue(lines.stream().anyMatch(line -> line.startsWith("2437\t0x0008")), lines::toString);
                assertTrue(lines.stream().allMatch(line -> line.split("\t", -1)[2].isEmpty()), lines::toString);
            } finally {
                tshark.destroyForcibly();
            }
        }
    }

    @Test
    void aStationOfForeignMakingIsFound() throws Exception {
        assumeTrue(isThere("python3"), "python3 is not installed");
        try (Air air = Air.open()) {
            Process station = new ProcessBuilder("python3", HOME.resolve("fixtures/wifi-aware/air/station.py").toString(),
                    "127.0.0.1", Integer.toString(air.port()), "_foreign._udp", "made elsewhere")
                    .redirectErrorStream(true).redirectOutput(root.resolve("station.txt").toFile()).start();
            try {
                CommandLineRun run = run(air, "emulated-aware-open.yaml", """
                          - aware.subscribe: {service: _foreign._udp, security: none, methods: []}
                          - aware.discover: {within: 60s, expect: {info: made elsewhere, pairs: false}}
                        """);
                assertEquals(0, run.exitCode(), run::toString);
                assertTrue(run.output().contains("02:f0:f0:f0:f0:f0"), run::output);
            } finally {
                station.destroyForcibly();
            }
        }
    }

    @Test
    void wrongUsageIsToldFromABusyPort() throws Exception {
        CommandLineRun usb = CommandLineRun.of("air", "emulated:ncm");
        assertEquals(2, usb.exitCode(), usb::toString);
        assertTrue(usb.errors().contains("emulated:aware-pin"), usb::errors);
        assertEquals(2, CommandLineRun.of("air", "--port", "70000").exitCode());
        assertEquals(2, CommandLineRun.of("air", "--loss", "101").exitCode());
        try (Air air = Air.open()) {
            CommandLineRun busy = CommandLineRun.of("air", "--port", Integer.toString(air.port()));
            assertEquals(3, busy.exitCode(), busy::toString);
            assertTrue(busy.errors().contains("--port 0 takes a free one"), busy::errors);
        }
        CommandLineRun nobody = run(new Air(null, 1), "emulated-aware-open.yaml", "  - aware.join: {}\n");
        assertEquals(3, nobody.exitCode(), nobody::toString);
        assertTrue(nobody.errors().contains("./lanyard air --port 1"), nobody::toString);
        assertFalse(nobody.toString().contains("Exception"), nobody::toString);
    }
}
