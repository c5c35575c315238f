package dev.lanyard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many command lines, run one after the other in a process of their own whose conditions the test sets. */
final class CommandTable {

    private CommandTable() {}

    /** The process: reads command lines from one file, writes what became of them to another. */
    public static void main(String[] files) throws IOException {
        List<CommandLineRun> runs = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(files[0]))) {
            runs.add(CommandLineRun.of(line.split(" ")));
        }
        Files.writeString(Path.of(files[1]), JsonMapper.shared().writeValueAsString(runs));
    }

    /**
     * Runs {@code commands}.
     *
     * @param before  what starts the process under its conditions; may be empty
     * @param options of the Java machine
     * @param environment what is different there
     */
    static List<CommandLineRun> run(Path folder, List<String> commands, List<String> before, List<String> options,
                                    Map<String, String> environment) throws IOException, InterruptedException {
        Path asked = Files.write(folder.resolve("commands"), commands);
        Path answered = folder.resolve("answers");
        Path printed = folder.resolve("printed");
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-Dlanyard.home=" + Path.of("../..").toAbsolutePath().normalize()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CommandTable.class.getName(),
                asked.toString(), answered.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(100, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the process did not end as it should: " + Files.readString(printed));
            }
        } finally {
            process.destroyForcibly();
        }
        List<CommandLineRun> runs = new ArrayList<>();
        for (JsonNode run : JsonMapper.shared().readTree(answered.toFile())) {
            runs.add(new CommandLineRun(run.get("exitCode").asInt(), run.get("output").asString(),
                    run.get("errors").asString()));
        }
        return runs;
    }
}
