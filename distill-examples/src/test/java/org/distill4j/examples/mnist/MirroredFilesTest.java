package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file that mirrors have")
class MirroredFilesTest {
  private static final byte[] CONTENT = "a few handwritten digits".getBytes(StandardCharsets.UTF_8);
  private static final String NAME = "digits.gz";

  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> news = new ArrayList<>();
  private final Path folder;

  MirroredFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange, String range) throws IOException;
  }

  private URI mirror(Answer answer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/mnist/" + NAME, exchange -> handle(exchange, answer));
      server.start();
      servers.add(server);
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mnist/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange, Answer answer) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? "whole" : range);
    try (exchange) {
      answer.to(exchange, range == null ? "" : range);
    }
  }

  private URI mirrorOf(byte[] content) {
    return mirror((exchange, range) -> serve(exchange, range, content));
  }

  private URI mirrorWithoutRanges() {
    return mirror((exchange, range) -> serve(exchange, "", CONTENT));
  }

  private URI mirrorAnswering(int status) {
    return mirror((exchange, range) -> exchange.sendResponseHeaders(status, -1));
  }

  private URI mirrorThatBreaksOffAfter(int bytes) {
    return mirror(
        (exchange, range) -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, bytes);
          exchange.getResponseBody().flush();
        });
  }

  private static void serve(HttpExchange exchange, String range, byte[] content)
      throws IOException {
    if (range.isEmpty()) {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("\\D", ""));
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    exchange.sendResponseHeaders(206, content.length - from);
    exchange.getResponseBody().write(content, from, content.length - from);
  }

  private static URI nobody() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/mnist/");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fetch(URI... mirrors) throws IOException {
    new MirroredFiles(List.of(mirrors), Duration.ofSeconds(10), news::add)
        .fetch(NAME, folder, MirroredFilesTest::isValid);
  }

  private static boolean isValid(Path file) {
    try {
      return Arrays.equals(Files.readAllBytes(file), CONTENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(byte[] content) throws IOException {
    Files.write(folder.resolve(NAME + ".part"), content);
  }

  private void assertFetched() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(NAME));
    }
    assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
  }

  @Nested
  @DisplayName("is fetched")
  class Fetched {
    @Test
    @DisplayName("from the first mirror, and takes its name when it is whole")
    void first() throws IOException {
      URI mirror = mirrorOf(CONTENT);
      fetch(mirror, nobody());

      assertFetched();
      assertThat(requests).containsExactly("whole");
      assertThat(news).containsExactly("Fetching " + mirror + NAME);
    }

    @Test
    @DisplayName("from the next mirror if one is unreachable or has no such file")
    void next() throws IOException {
      fetch(nobody(), mirrorAnswering(404), mirrorOf(CONTENT));

      assertFetched();
      assertThat(news).hasSize(3);
    }

    @Test
    @DisplayName("from where an earlier try ended")
    void resumed() throws IOException {
      begin(Arrays.copyOf(CONTENT, 10));
      URI mirror = mirrorOf(CONTENT);
      fetch(mirror);

      assertFetched();
      assertThat(requests).containsExactly("bytes=10-");
      assertThat(news).containsExactly("Resuming " + mirror + NAME);
    }

    @Test
    @DisplayName("from where a mirror stopped, by the next one")
    void cancelled() throws IOException {
      fetch(mirrorThatBreaksOffAfter(7), mirrorOf(CONTENT));

      assertFetched();
      assertThat(requests).containsExactly("whole", "bytes=7-");
    }

    @Test
    @DisplayName("anew from a mirror that gives no parts")
    void noRanges() throws IOException {
      begin(Arrays.copyOf(CONTENT, 10));
      fetch(mirrorWithoutRanges());

      assertFetched();
    }

    @Test
    @DisplayName("without another byte if only its name was missing")
    void complete() throws IOException {
      begin(CONTENT);
      fetch(mirrorOf(CONTENT));

      assertFetched();
      assertThat(requests).containsExactly("bytes=" + CONTENT.length + "-");
    }

    @Test
    @DisplayName("anew if what was begun turns out to be of another file")
    void otherBeginning() throws IOException {
      begin("another beginning".getBytes(StandardCharsets.UTF_8));
      fetch(mirrorOf(CONTENT));

      assertFetched();
      assertThat(requests).containsExactly("bytes=17-", "whole");
    }

    @Test
    @DisplayName("anew if a mirror gives another part than was asked for")
    void otherPart() throws IOException {
      begin(Arrays.copyOf(CONTENT, 10));
      fetch(mirror((exchange, range) -> serve(exchange, range.isEmpty() ? "" : "3-", CONTENT)));

      assertFetched();
      assertThat(requests).containsExactly("bytes=10-", "whole");
    }
  }

  @Nested
  @DisplayName("is not there afterwards")
  class Refused {
    @Test
    @DisplayName("if no mirror is in reach; the message names each, its failure and the way out")
    void offline() {
      URI first = nobody();
      URI second = mirrorAnswering(503);
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> fetch(first, second))
          .withMessage(
              "No mirror gave digits.gz: "
                  + first
                  + " (no connection), "
                  + second
                  + " (it answers with status 503); expected one of them to.\nMaybe this machine"
                  + " is offline: name a folder that has the files with --data DIR, or leave"
                  + " --download out to use the digits that come with the program.");
      assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("if the content is another; nothing of it is kept")
    void otherContent() {
      URI mirror = mirrorOf("<html>Sign in to continue</html>".getBytes(StandardCharsets.UTF_8));
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> fetch(mirror))
          .withMessageContaining(mirror + " (it has other content)");
      assertThat(folder).isEmptyDirectory();
    }

    @Test
    @DisplayName("if the mirror stops sending; what came is kept for the next try")
    void stalled() throws IOException {
      URI mirror =
          mirror(
              (exchange, range) -> {
                exchange.sendResponseHeaders(200, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, 5);
                exchange.getResponseBody().flush();
                sleep();
              });
      MirroredFiles files = new MirroredFiles(List.of(mirror), Duration.ofSeconds(1), news::add);
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> files.fetch(NAME, folder, MirroredFilesTest::isValid))
          .withMessageContaining("(it was not done after 1 s)");
      assertThat(folder.resolve(NAME)).doesNotExist();
      assertThat(folder.resolve(NAME + ".part")).hasBinaryContent(Arrays.copyOf(CONTENT, 5));
    }

    private void sleep() {
      try {
        Thread.sleep(3000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
