package org.distill4j.cli.console;

import org.distill4j.core.cache.FillListener;

/** Shows the filling of a cache while it runs. */
@FunctionalInterface
public interface CacheProgress extends FillListener, AutoCloseable {
  /** Ends the show, be the cache filled or not. */
  @Override
  default void close() {}
}
