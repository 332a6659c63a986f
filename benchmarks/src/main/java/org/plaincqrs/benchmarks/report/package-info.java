/** What was measured, as a file, a page and plots. Knows nothing of how it was measured. */
@NullMarked
package org.plaincqrs.benchmarks.report;

import org.jspecify.annotations.NullMarked;
