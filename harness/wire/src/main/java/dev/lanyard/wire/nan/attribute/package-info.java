/** The attributes of Wi-Fi Aware frames, each a record, and the list that frames carry them in. */
package dev.lanyard.wire.nan.attribute;
