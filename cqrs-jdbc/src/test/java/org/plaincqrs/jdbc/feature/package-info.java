/** What the JDBC backend offers beyond the contract of every storage. */
package org.plaincqrs.jdbc.feature;
