package dev.lanyard.rules.air;

import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;

/**
 * A service of a device as its frames show it.
 *
 * @param type         Publish or Subscribe
 * @param firstFrame   the number of the first frame with it
 * @param pairing      some frame showed that it wants pairing
 * @param secured      some frame said that its data path is secured
 * @param dataPath     some frame said that it needs a data path
 */
public record Service(ServiceId id, ServiceDescriptor.Type type, int instanceId, long firstFrame, boolean pairing,
                      boolean secured, boolean dataPath) {

    Service seenAs(boolean alsoPairing, boolean alsoSecured, boolean alsoDataPath) {
        return new Service(id, type, instanceId, firstFrame, pairing || alsoPairing, secured || alsoSecured,
                dataPath || alsoDataPath);
    }
}
