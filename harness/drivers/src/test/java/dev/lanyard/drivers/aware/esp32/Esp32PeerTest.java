package dev.lanyard.drivers.aware.esp32;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.drivers.aware.AwarePeerContract;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.console.Pty;
import dev.lanyard.drivers.console.SerialLine;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On a pty whose other end answers as {@code nan_console} does. */
@EnabledOnOs(OS.LINUX)
class Esp32PeerTest extends AwarePeerContract {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DEVICE = "e0:e2:e6:7b:c1:32";
    private static final String GREEN = "\u001b[0;32m";
    private static final String END = "\u001b[0m\r\n";

    private final Pty pty = new Pty();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile boolean over;
    private volatile boolean broken;
    private final Thread board = Thread.ofPlatform().daemon().name("fake board").start(this::run);

    @AfterEach
    void end() throws InterruptedException {
        over = true;
        board.join();
        pty.close();
    }

    @Override
    protected AwarePeer peer() throws Exception {
        return new Esp32Peer(SerialLine.open(pty.path(), SerialSettings.DEFAULT));
    }

    @Override
    protected boolean showsInfo() {
        return false;
    }

    private void run() {
        StringBuilder text = new StringBuilder();
        while (!over) {
            try {
                text.append(pty.read());
            } catch (IOException _) {
                return;
            }
            for (int end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
                String command = text.substring(0, end);
                text.delete(0, end + 2);
                commands.add(command);
                pty.write(command + "\r\n");
                answer(command);
                pty.write("nan> ");
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private void answer(String command) {
        if (broken) {
            pty.write("Unrecognized command\r\n");
        } else if (command.equals("nan -S")) {
            pty.write("I (549) wifi:mode : NAN (18:fe:34:72:50:b1)\r\n");
            pty.write(GREEN + "I (3762) nan_app: NAN Discovery started." + END);
        } else if (command.startsWith("publish -n")) {
            pty.write(GREEN + "I (4000) nan_app: Started Publishing x [Service ID - 3]" + END);
        } else if (command.startsWith("subscribe -n")) {
            pty.write(GREEN + "I (4000) nan_app: Started Subscribing to x [Service ID - 5]" + END);
            if (command.contains('"' + SERVICE + '"')) {
                pty.write(GREEN + "I (4222) nan_app: Service matched with " + DEVICE + " [Peer Publish id - 9]" + END);
            }
        }
    }

    @Test
    void writesTheCommandsOfTheConsole() throws Exception {
        try (AwarePeer peer = peer()) {
            peer.cancel(peer.publish(AwareService.of("a \"b\"")));
            int handle = peer.subscribe(AwareService.of(SERVICE));
            AwareService.Found found = ((AwareEvent.Discovered) peer.await(0, AwareEvent.Discovered.class::isInstance,
                    SOON).orElseThrow()).service();
            assertEquals(DEVICE, found.peer());
            peer.followUp(handle, found, Bytes.wrap("hello you".getBytes(StandardCharsets.UTF_8)));
        }
        org.awaitility.Awaitility.await().atMost(SOON).until(() -> commands.contains("nan -T"));
        assertEquals(List.of("nan -S", "publish -n \"a \\\"b\\\"\" -t 0", "publish -C -i 3",
                "subscribe -n \"" + SERVICE + "\" -t 1", "send -p 9 -i 5 -m " + DEVICE + " -t \"hello you\"", "nan -T"),
                commands);
    }

    @Test
    void messagesComeAsEvents() throws Exception {
        try (AwarePeer peer = peer()) {
            pty.write(GREEN + "I (4762) nan_app: Received message 'It's me' from Peer " + DEVICE
                    + " [Peer Service id - 5]" + END);
            AwareEvent.FollowUp message = (AwareEvent.FollowUp) peer.await(0, AwareEvent.FollowUp.class::isInstance,
                    SOON).orElseThrow();
            assertEquals("It's me", new String(message.message().toArray(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void aBoardWithoutTheConsoleIsNamed() {
        broken = true;
        AwareException failed = assertThrows(AwareException.class, this::peer);
        assertTrue(failed.getMessage().contains("Unrecognized command"), failed.getMessage());
    }

    @Test
    void noMessageCanSmuggleACommand() throws Exception {
        try (AwarePeer peer = peer()) {
            AwareService.Found found = new AwareService.Found(DEVICE, 9, Bytes.EMPTY, List.of(), false, false, false,
                    false, false);
            assertThrows(AwareException.class, () -> peer.followUp(1, found, Bytes.wrap("x\r\nnan -T"
                    .getBytes(StandardCharsets.UTF_8))));
        }
    }
}
