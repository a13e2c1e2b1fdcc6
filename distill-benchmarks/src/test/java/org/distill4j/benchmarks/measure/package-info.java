/** Shows that times and tables are told right. */
@org.jspecify.annotations.NullMarked
package org.distill4j.benchmarks.measure;
