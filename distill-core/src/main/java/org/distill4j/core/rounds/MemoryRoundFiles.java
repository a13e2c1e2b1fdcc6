package org.distill4j.core.rounds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files in the memory of this process, for a training that ends with it. */
final class MemoryRoundFiles implements RoundFiles {
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  @Override
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  @Override
  public InputStream read(String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new FileNotFoundException(location(name));
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public void write(String name, Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.to(out);
    files.put(name, out.toByteArray());
  }

  @Override
  public void delete(String name) {
    files.remove(name);
  }

  @Override
  public String location(String name) {
    return "memory/" + name;
  }
}
