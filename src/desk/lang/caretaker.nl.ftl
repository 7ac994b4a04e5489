# Het scherm van de beheerder in de hal, en wat met de hand gebracht is.
audit-what-copy-in = Nam een kopie van een kiosk in
