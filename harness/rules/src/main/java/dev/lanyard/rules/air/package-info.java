/**
 * Wi-Fi Aware as rules see it: frames of the air in their order, and what they told so far of clusters, devices,
 * services and dialogues. A {@link dev.lanyard.rules.air.AirJudge} judges one rule frame by frame, in constant memory.
 */
package dev.lanyard.rules.air;
