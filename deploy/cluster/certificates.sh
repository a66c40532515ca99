#!/bin/sh
# A certificate authority and one certificate for all machines of a cluster, and the lines for /etc/anze/cluster.env.
#   sh deploy/cluster/certificates.sh FOLDER      then copy FOLDER to /etc/anze/tls of every machine, readable by anze alone
# Whoever has these files can run any program on all machines: the scheduler passes Python objects on.
set -eu
folder=${1:?usage: certificates.sh FOLDER}
umask 077
mkdir "$folder"
openssl req -x509 -newkey rsa:3072 -nodes -days 825 -subj "/CN=anze cluster authority" \
  -keyout "$folder/authority.key" -out "$folder/authority.pem" 2>/dev/null
openssl req -newkey rsa:3072 -nodes -subj "/CN=anze cluster" -keyout "$folder/machine.key" -out "$folder/machine.csr" 2>/dev/null
openssl x509 -req -days 825 -in "$folder/machine.csr" -CA "$folder/authority.pem" -CAkey "$folder/authority.key" \
  -CAcreateserial -out "$folder/machine.pem" 2>/dev/null
rm "$folder/machine.csr"
cat >"$folder/cluster.env" <<END
SCHEDULER=tls://THE-SCHEDULER:8786
DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION=true
DASK_DISTRIBUTED__COMM__TLS__CA_FILE=/etc/anze/tls/authority.pem
DASK_DISTRIBUTED__COMM__TLS__SCHEDULER__CERT=/etc/anze/tls/machine.pem
DASK_DISTRIBUTED__COMM__TLS__SCHEDULER__KEY=/etc/anze/tls/machine.key
DASK_DISTRIBUTED__COMM__TLS__WORKER__CERT=/etc/anze/tls/machine.pem
DASK_DISTRIBUTED__COMM__TLS__WORKER__KEY=/etc/anze/tls/machine.key
DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT=/etc/anze/tls/machine.pem
DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY=/etc/anze/tls/machine.key
END
echo "$folder: copy it to /etc/anze/tls of every machine without authority.key, cluster.env to /etc/anze/"
