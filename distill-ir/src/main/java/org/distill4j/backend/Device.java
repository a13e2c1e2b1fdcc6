package org.distill4j.backend;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device that computes tensors.
 *
 * @param kind the kind of device
 * @param index which one of its kind, from 0
 */
public record Device(Kind kind, int index) {
  private static final String FORM = "(cpu|cuda)(?::(\\d{1,4}))?";

  /** The kinds of devices. */
  public enum Kind {
    /** The host's processors, taken together as one device. */
    CPU,
    /** An NVIDIA GPU. */
    CUDA
  }

  /**
   * Checks the index.
   *
   * @throws IllegalArgumentException if the index is negative, or not 0 for the CPU
   */
  public Device {
    if (index < 0 || (kind == Kind.CPU && index != 0)) {
      throw new IllegalArgumentException(
          "Device "
              + kind
              + " has index "
              + index
              + ", expected cpu, or cuda with an index of at"
              + " least 0.\nMaybe cuda:0 was meant.");
    }
  }

  /** {@return the host's processors} */
  public static Device cpu() {
    return new Device(Kind.CPU, 0);
  }

  /**
   * Returns an NVIDIA GPU.
   *
   * @param index which one, from 0
   * @return the device
   */
  public static Device cuda(int index) {
    return new Device(Kind.CUDA, index);
  }

  /**
   * Returns a device by its name.
   *
   * @param name "cpu", "cuda" or "cuda:N"
   * @return the device
   * @throws IllegalArgumentException if the name has another form
   */
  public static Device parse(String name) {
    Matcher matcher = Pattern.compile(FORM).matcher(name.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Device \"" + name + "\", expected cpu, cuda or cuda:N.\nMaybe cuda:0 was meant.");
    }
    int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    return new Device(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), index);
  }

  /**
   * Checks that this device exists.
   *
   * @param devices those that are there
   * @param engine what has them, for the message
   * @param advice what else to do, a sentence after "Maybe"
   * @throws IllegalArgumentException if it is none of these
   */
  public void requireAmong(List<Device> devices, String engine, Supplier<String> advice) {
    if (!devices.contains(this)) {
      throw new IllegalArgumentException(
          "Device "
              + this
              + " was asked for and "
              + engine
              + " has "
              + devices
              + ", expected one of these.\nMaybe "
              + advice.get());
    }
  }

  /** Written out, since a record's own method is made by reflection when it is first called. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Device that && kind == that.kind && index == that.index;
  }

  @Override
  public int hashCode() {
    return kind == Kind.CPU ? index : 31 + index;
  }

  /** Returns the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "cuda:" + index;
  }
}
