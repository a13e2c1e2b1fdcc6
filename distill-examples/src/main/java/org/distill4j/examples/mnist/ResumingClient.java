package org.distill4j.examples.mnist;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches files over HTTP and resumes where an earlier try ended. */
final class ResumingClient {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final Duration patience;
  private final HttpClient client;

  ResumingClient(Duration patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * Appends the missing bytes to the file; a server that cannot do that gives the whole file anew.
   */
  void fetch(URI source, Path file) throws IOException {
    long have = Files.exists(file) ? Files.size(file) : 0;
    HttpRequest.Builder request = HttpRequest.newBuilder(source);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    int status = send(request.build(), info -> subscriber(info, have, file));
    // Nothing lies behind the bytes at hand: they are the whole file, or another one's.
    boolean complete = status == RANGE_NOT_SATISFIABLE && have > 0;
    if (status != OK && status != PARTIAL && !complete) {
      throw new MirrorException("it answers with status " + status);
    }
  }

  private static BodySubscriber<Path> subscriber(ResponseInfo info, long have, Path file) {
    if (info.statusCode() == OK) {
      return BodySubscribers.ofFile(
          file,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    }
    boolean follows =
        info.headers()
            .firstValue("Content-Range")
            .map(range -> range.startsWith("bytes " + have + "-"))
            .orElse(false);
    return info.statusCode() == PARTIAL && follows
        ? BodySubscribers.ofFile(file, StandardOpenOption.APPEND)
        : BodySubscribers.replacing(file);
  }

  private int send(HttpRequest request, HttpResponse.BodyHandler<Path> handler) throws IOException {
    CompletableFuture<HttpResponse<Path>> answer = client.sendAsync(request, handler);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (ExecutionException e) {
      throw new MirrorException(reason(e), e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new MirrorException("it was not done after " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("it was interrupted");
    }
  }

  private static String reason(ExecutionException failure) {
    if (failure.getCause() instanceof ConnectException) {
      return "no connection";
    }
    return Optional.ofNullable(failure.getCause()).orElse(failure).toString();
  }
}
