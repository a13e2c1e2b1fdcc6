package org.distill4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;

/**
 * The allowed outcomes of reading a file: it is read, or refused with a message, and the memory is
 * in proportion to the file and not to a number in it.
 */
public final class HarmlessReading {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final BufferPoolMXBean DIRECT =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("direct"))
          .findFirst()
          .orElseThrow();
  private static final long ROOM = 2 << 20;
  private static final int LONGEST = 20_000;

  private HarmlessReading() {}

  /**
   * Reads a file.
   *
   * @param length the file's length
   * @param factor the bytes that reading may take for each of the file's, beside 2 MiB
   * @param reader reads it
   * @throws AssertionError if anything else happens than that it is read or refused
   */
  public static void read(long length, long factor, Runnable reader) {
    read(Set.of(""), length, factor, reader);
  }

  /**
   * Reads a file that a refusal must name.
   *
   * @param names the file's name and that of its folder, of which one is enough
   * @param length the file's length
   * @param factor the bytes that reading may take for each of the file's, beside 2 MiB
   * @param reader reads it
   * @throws AssertionError if anything else happens than that it is read or refused
   */
  public static void read(Set<String> names, long length, long factor, Runnable reader) {
    long most = ROOM + factor * length;
    long taken = bytesFor(names, reader);
    if (taken > most) {
      // Once more, as the virtual machine counts some memory in large pieces, and loads classes.
      taken = bytesFor(names, reader);
    }
    if (taken > most) {
      throw new AssertionError(
          taken + " bytes were taken to read " + length + ", expected at most " + most);
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private static long bytesFor(Set<String> names, Runnable reader) {
    long before = taken();
    try {
      reader.run();
    } catch (IllegalArgumentException | UncheckedIOException refused) {
      requireMessage(names, refused);
    } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
      throw new AssertionError("neither read nor refused: " + failure, failure);
    }
    return taken() - before;
  }

  private static long taken() {
    return THREADS.getCurrentThreadAllocatedBytes() + DIRECT.getMemoryUsed();
  }

  private static void requireMessage(Set<String> names, RuntimeException refused) {
    String message = refused.getMessage();
    if (message == null || !message.contains("\nMaybe ")) {
      throw new AssertionError("the refusal shows no way out: " + refused, refused);
    }
    if (names.stream().noneMatch(message::contains)) {
      throw new AssertionError("the refusal names none of " + names + ": " + refused, refused);
    }
    if (message.length() > LONGEST) {
      throw new AssertionError("the refusal has " + message.length() + " characters", refused);
    }
  }
}
