package dev.lanyard.wire.usb;

import java.util.List;
import java.util.Optional;

/** Descriptors one after another, and what is wrong with them. */
public record DescriptorChain(List<Descriptor> descriptors, List<DescriptorDefect> defects) {

    public DescriptorChain {
        descriptors = List.copyOf(descriptors);
        defects = List.copyOf(defects);
    }

    /** The first descriptor of {@code type}, such as the only one of a chain that was read as one descriptor. */
    public <T extends Descriptor> Optional<T> first(Class<T> type) {
        return descriptors.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
