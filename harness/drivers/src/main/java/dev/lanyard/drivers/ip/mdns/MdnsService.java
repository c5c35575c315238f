package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A resolved service instance (RFC 6763). Strings are as the accessory sent them: show them through
 * {@link dev.lanyard.wire.DeviceText}.
 *
 * @param instance  the instance label, UTF-8 decoded, without the service type: {@code Lanyard accessory}
 * @param type      {@code _echo._udp}
 * @param host      the SRV target, with the final dot
 * @param port      0..65535
 * @param addresses A and AAAA of the host, in order of arrival, without duplicates
 * @param txt       keys as sent, in order; a key without {@code =} has no value; of keys that repeat the first counts
 *                  (RFC 6763 §6.4)
 * @param records   every record that made up this result, as sent
 * @param responder the source of the first of them
 * @param nanos     from the first query until the result was complete; 0 when announcements before it had it all
 * @param queries   queries sent
 */
public record MdnsService(String instance, String type, String host, int port, List<InetAddress> addresses,
                          Map<String, Optional<Bytes>> txt, List<MdnsRecord> records, InetSocketAddress responder,
                          long nanos, int queries) {}
