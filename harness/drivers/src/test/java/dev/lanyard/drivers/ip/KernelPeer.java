package dev.lanyard.drivers.ip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace with one end of a veth pair: this machine's kernel as a neighbour that nobody here wrote. */
public final class KernelPeer {

    public static final String ADDRESS = "192.168.77.1";

    private final String namespace = "lanyard" + ProcessHandle.current().pid();
    private final String near = "lyn" + ProcessHandle.current().pid();
    private final String far = "lyf" + ProcessHandle.current().pid();
    private final List<Process> processes = new ArrayList<>();

    /** Why there can be no such peer here; empty when there can. */
    public static String lack() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "network namespaces need root";
        }
        for (String tool : List.of("ip", "ethtool")) {
            if (!has(tool)) {
                return "the tool " + tool + " is not installed";
            }
        }
        return "";
    }

    public static boolean has(String tool) {
        return List.of("/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + tool)));
    }

    public KernelPeer() throws IOException, InterruptedException {
        host("ip", "netns", "add", namespace);
        try {
            host("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace);
            host("sysctl", "-qw", "net.ipv6.conf." + near + ".disable_ipv6=1");
            // Veth leaves checksums to hardware that is not there.
            host("ethtool", "-K", near, "tx", "off");
            inside("ethtool", "-K", far, "tx", "off");
            inside("sysctl", "-qw", "net.ipv6.conf." + far + ".accept_dad=0");
            inside("ip", "addr", "add", ADDRESS + "/24", "dev", far);
            inside("ip", "link", "set", "lo", "up");
            inside("ip", "link", "set", far, "up");
            host("ip", "link", "set", near, "up");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    public String nearInterface() {
        return near;
    }

    public String farInterface() {
        return far;
    }

    public String farMac() throws IOException, InterruptedException {
        return inside("cat", "/sys/class/net/" + far + "/address").strip();
    }

    public static String host(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    private List<String> prefixed(String... command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(List.of(command));
        return whole;
    }

    public String inside(String... command) throws IOException, InterruptedException {
        return host(prefixed(command).toArray(String[]::new));
    }

    /** Starts a server that runs until the peer is closed. */
    public Process serve(Path log, String... command) throws IOException {
        Process process = new ProcessBuilder(prefixed(command)).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        processes.add(process);
        return process;
    }

    public void close() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(5, TimeUnit.SECONDS);
        }
        if (Files.exists(Path.of("/sys/class/net", near))) {
            try {
                // The kernel clears a name space away when it pleases, and the next peer has the same names.
                host("ip", "link", "del", near);
            } catch (IOException e) {
                // It went in between.
            }
        }
        try {
            host("ip", "netns", "del", namespace);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
