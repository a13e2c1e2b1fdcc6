package org.distill4j.core.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows as long as a program runs. What was added before {@link #force} is still there
 * after a kill or a loss of power; of what came after, a part may be.
 */
public final class GrowingFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final OutputStream out;

  private GrowingFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  /**
   * Opens a file to append to it after its first bytes; the rest is cut off.
   *
   * @param path the file; it is made if it is not there
   * @param kept how many bytes are kept, 0 for an empty file
   * @return the file
   * @throws IOException if it cannot be written
   */
  public static GrowingFile after(Path path, long kept) throws IOException {
    AtomicFiles.before("cut", path);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.truncate(kept).position(channel.size());
      return new GrowingFile(path, channel);
    } catch (IOException error) {
      channel.close();
      throw error;
    }
  }

  /** {@return the stream that appends to the file} */
  public OutputStream stream() {
    return out;
  }

  /**
   * Forces the added bytes to disk.
   *
   * @throws IOException if it cannot be written
   */
  public void force() throws IOException {
    AtomicFiles.before("append", path);
    out.flush();
    AtomicFiles.before("force", path);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      force();
    }
  }
}
