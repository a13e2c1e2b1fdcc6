package org.distill4j.cli.console;

import org.distill4j.core.cache.FillListener;

/** Shows the filling of a cache while it runs. */
@FunctionalInterface
public interface CacheProgress extends FillListener, AutoCloseable {
  /** Ends the display, whether the cache is full or not. */
  @Override
  default void close() {}
}
