package dev.lanyard.runner.run;

import dev.lanyard.drivers.console.ConsolePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A console that says something when it is opened and has an answer to some lines. */
final class ScriptedConsole implements ConsolePort.Source {

    private final String greeting;
    private final Map<String, String> answers;

    ScriptedConsole(String greeting, Map<String, String> answers) {
        this.greeting = greeting;
        this.answers = answers;
    }

    @Override
    public String describe() {
        return "a script";
    }

    @Override
    public ConsolePort open() throws IOException {
        if (greeting.isEmpty()) {
            throw new IOException("/dev/ttyTEST is not there");
        }
        LinkedBlockingQueue<String> output = new LinkedBlockingQueue<>();
        output.add(greeting);
        return new ConsolePort() {
            @Override
            public String name() {
                return "a script";
            }

            @Override
            public int read(byte[] buffer) throws InterruptedException {
                String said = output.poll(20, TimeUnit.MILLISECONDS);
                byte[] octets = said == null ? new byte[0] : said.getBytes(StandardCharsets.UTF_8);
                System.arraycopy(octets, 0, buffer, 0, octets.length);
                return octets.length;
            }

            @Override
            public void write(byte[] octets) {
                String line = new String(octets, StandardCharsets.UTF_8).strip();
                output.add(line + "\n" + answers.getOrDefault(line, "what?") + "\n");
            }

            @Override
            public void close() {
                output.clear();
            }
        };
    }
}
