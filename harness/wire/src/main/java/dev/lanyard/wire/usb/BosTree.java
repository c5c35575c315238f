package dev.lanyard.wire.usb;

import java.util.List;
import java.util.Optional;

/** The binary device object store with its device capabilities. */
public record BosTree(Optional<BosDescriptor> bos, List<DeviceCapabilityDescriptor> capabilities,
                      List<DescriptorDefect> defects) {

    public BosTree {
        capabilities = List.copyOf(capabilities);
        defects = List.copyOf(defects);
    }
}
